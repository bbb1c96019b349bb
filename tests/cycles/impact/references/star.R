# References for the impact arithmetic, from R 4.2: Rscript star.R project-star.csv.gz > star.json
# Project STAR, kindergarten -> grade 1 reading. Target: free school lunch in kindergarten. Treated: a small
# class in grade 1, v any other known class. School: that of kindergarten. Threshold: 500.
suppressMessages({library(lme4); library(lmerTest); library(effectsize); library(clubSandwich); library(jsonlite)})
lmer <- lmerTest::lmer

path <- commandArgs(trailingOnly = TRUE)[1]
star <- read.csv(gzfile(path), na.strings = "", stringsAsFactors = FALSE)
panel <- subset(star, !is.na(readk) & !is.na(read1) & !is.na(lunchk) & !is.na(schoolidk))
panel <- transform(panel, b = readk, f = read1, gain = read1 - readk, school = factor(schoolidk),
                   target = as.integer(lunchk == "free"), treated = as.integer(star1 == "small"))
exact <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 1e5))
unknown_lunch <- subset(star, !is.na(readk) & !is.na(read1) & is.na(lunchk) & !is.na(schoolidk))

finding <- function(value, lower = NA, upper = NA, p = NA, se = NA)
  list(value = value, lower = lower, upper = upper, p = p, standard_error = se)
welch <- function(x, y) { t <- t.test(x, y); finding(unname(t$estimate[1] - t$estimate[2]), t$conf.int[1], t$conf.int[2], t$p.value, t$stderr) }
paired <- function(x, y) { t <- t.test(x, y, paired = TRUE); finding(unname(t$estimate), t$conf.int[1], t$conf.int[2], t$p.value, t$stderr) }
scaled <- function(x, k) { for (name in c("value", "lower", "upper", "standard_error")) x[[name]] <- x[[name]] * k; x }
slope <- function(model, name) {
  s <- summary(model)$coefficients[name, ]; ci <- confint(model)[name, ]
  finding(unname(s[1]), unname(ci[1]), unname(ci[2]), unname(s[4]), unname(s[2]))
}
# t with Satterthwaite's degrees of freedom (lmerTest).
fixed <- function(model, name) {
  s <- summary(model)$coefficients[name, ]; df <- s[["df"]]; b <- s[["Estimate"]]; se <- s[["Std. Error"]]
  finding(b, b - qt(.975, df) * se, b + qt(.975, df) * se, 2 * pt(-abs(b / se), df), se)
}
variances <- function(model) { v <- as.data.frame(VarCorr(model))$vcov; list(school = v[1], residual = v[2]) }
clustered <- function(model, name, school) {
  t <- coef_test(model, vcov = "CR2", cluster = droplevels(school), test = "Satterthwaite")[names(coef(model)) == name, ]
  reach <- qt(.975, t$df_Satt) * t$SE
  finding(t$beta, t$beta - reach, t$beta + reach, 2 * pt(-abs(t$beta / t$SE), t$df_Satt), t$SE)
}
# effectsize corrects with the gamma form of J; the methods name Hedges' approximation 1 - 3/(4 df - 1). Its bounds
# come from optim() and are good to about seven decimals, so they are solved anew here and compared with it.
hedges <- function(x, y) {
  m <- length(x); n <- length(y); df <- m + n - 2; J <- 1 - 3 / (4 * df - 1)
  d <- cohens_d(x, y); t <- t.test(x, y, var.equal = TRUE); k <- sqrt(1 / m + 1 / n); at <- unname(t$statistic)
  reach <- 12 * sqrt(1 + at^2 / (2 * df))
  solved <- function(q) uniroot(function(ncp) suppressWarnings(pt(at, df, ncp)) - q, at + c(-1, 1) * reach, tol = 1e-13)$root
  bounds <- c(solved(.975), solved(.025)) * k
  stopifnot(abs(bounds - c(d$CI_low, d$CI_high)) < 1e-6)
  finding(J * d$Cohens_d, J * bounds[1], J * bounds[2], t$p.value)
}
# Newcombe (2006), method 5, with the correction for ties of the Mann-Whitney test; the value is effectsize's.
cliff <- function(x, y) {
  d <- cliffs_delta(x, y)$r_rank_biserial; p <- suppressWarnings(wilcox.test(x, y)$p.value)
  m <- length(x); n <- length(y); t <- table(c(x, y)); ties <- 1 - sum(t^3 - t) / ((m + n)^3 - (m + n))
  seen <- (1 + d) / 2; N <- (m + n) / 2 - 1
  apart <- function(h) abs(seen - h) - qnorm(.975) * sqrt(ties * h * (1 - h) * (1 + N * ((1 - h) / (2 - h) + h / (1 + h))) / (m * n))
  finding(d, 2 * uniroot(apart, c(0, seen), tol = 1e-15)$root - 1, 2 * uniroot(apart, c(seen, 1), tol = 1e-15)$root - 1, p)
}
wilson <- function(x, n) { z <- qnorm(.975); p <- x / n
  (p + z^2 / (2 * n) + c(-1, 1) * z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2))) / (1 + z^2 / n) }
newcombe <- function(x, m, y, n) {
  p <- x / m; q <- y / n; a <- wilson(x, m); b <- wilson(y, n)
  score <- suppressWarnings(prop.test(c(x, y), c(m, n), correct = FALSE)$p.value)
  finding(100 * (p - q), 100 * (p - q - sqrt((p - a[1])^2 + (b[2] - q)^2)), 100 * (p - q + sqrt((a[2] - p)^2 + (q - b[1])^2)), score)
}
share <- function(d, score, x = 500) c(sum(d[[score]] >= x), nrow(d))

study <- function(panel) {
  T <- subset(panel, target == 1); C <- subset(panel, target == 0)
  ancova <- lm(f ~ b + target, panel)
  mixed <- lmer(f ~ b + target + (1 | school), panel, REML = TRUE, control = exact)
  v <- variances(mixed); delta <- cliff(T$f, C$f)
  known <- subset(panel, !is.na(treated)); group <- subset(known, target == 1)
  impact <- lm(f ~ b + treated, group)
  among <- lmer(f ~ b + treated + (1 | school), group, REML = TRUE, control = exact)
  a <- share(T, "b"); b <- share(C, "b"); c <- share(T, "f"); d <- share(C, "f")
  list(gap_baseline = welch(T$b, C$b), gap_followup = welch(T$f, C$f), gap_change = welch(T$gain, C$gain),
       gain_target = paired(T$f, T$b), gain_comparison = paired(C$f, C$b), did = welch(T$gain, C$gain),
       hedges_g = hedges(T$f, C$f), effect_size_adjusted = scaled(slope(ancova, "target"), 1 / sd(panel$f)),
       ancova = slope(ancova, "target"), multilevel = fixed(mixed, "target"),
       icc = finding(v$school / (v$school + v$residual)), variance_school = finding(v$school),
       variance_residual = finding(v$residual), cliffs_delta = delta,
       gap_index = finding(-10 * delta$value, -10 * delta$upper, -10 * delta$lower, delta$p),
       threshold_gap_baseline = newcombe(a[1], a[2], b[1], b[2]),
       threshold_gap_followup = newcombe(c[1], c[2], d[1], d[2]),
       impact = slope(impact, "treated"), impact_multilevel = fixed(among, "treated"),
       impact_effect_size = scaled(slope(impact, "treated"), 1 / sd(group$f)),
       impact_on_gap = slope(lm(f ~ b + target * treated, known), "target:treated"))
}

whole_class <- function(panel, unknown) {
  T <- subset(panel, target == 1); R <- rbind(panel[panel$target == 0, c("b", "f", "gain")], unknown)
  W <- rbind(T[, c("b", "f", "gain")], R); k <- nrow(R) / nrow(W)
  c <- share(T, "f"); d <- share(R, "f")
  list(gap_baseline = scaled(welch(T$b, R$b), k), gap_followup = scaled(welch(T$f, R$f), k),
       gap_change = scaled(welch(T$gain, R$gain), k), gain_comparison = paired(W$f, W$b),
       direct = c(mean(T$b) - mean(W$b), mean(T$f) - mean(W$f), mean(T$gain) - mean(W$gain)),
       threshold_gap_followup = scaled(newcombe(c[1], c[2], d[1], d[2]), k))
}

benchmarked <- function(panel) {
  one <- function(x, mu) { t <- t.test(x, mu = mu); finding(unname(t$estimate) - mu, t$conf.int[1] - mu, t$conf.int[2] - mu, t$p.value, t$stderr) }
  T <- subset(panel, target == 1)
  list(gap_baseline = one(T$b, 440), gap_followup = one(T$f, 530), gap_change = one(T$gain, 90))
}

# Whole schools treated: those with an even number; two numbers of target pupils, so schools differ in size.
by_school <- function(panel) {
  panel$treated <- as.integer(as.integer(as.character(panel$school)) %% 2 == 0)
  group <- subset(panel, target == 1)
  plain <- lm(f ~ b + treated, group); gap <- lm(f ~ b + target * treated, panel)
  impact <- clustered(plain, "treated", group$school)
  list(impact = impact, impact_effect_size = scaled(impact, 1 / sd(group$f)),
       impact_multilevel = fixed(lmer(f ~ b + treated + (1 | school), group, control = exact), "treated"),
       impact_on_gap = clustered(gap, "target:treated", panel$school))
}

fits <- function(panel) {
  empty <- lmer(f ~ 1 + (1 | school), panel, REML = TRUE, control = exact)
  mixed <- lmer(f ~ b + target + (1 | school), panel, REML = TRUE, control = exact)
  # Pupils dealt to 80 schools in the order of their follow-up: no school variance is left, a boundary fit.
  dealt <- panel[order(panel$f), ]; dealt$school <- factor(seq_len(nrow(dealt)) %% 80)
  flat <- suppressMessages(lmer(f ~ b + target + (1 | school), dealt, REML = TRUE, control = exact))
  list(empty_variance_school = variances(empty)$school, empty_variance_residual = variances(empty)$residual,
       restricted_deviance = REMLcrit(mixed), baseline_coefficient = fixef(mixed)[["b"]],
       boundary_target = fixed(flat, "target"),
       boundary_theta = getME(flat, "theta"), boundary_residual = variances(flat)$residual)
}

# Labels permuted within two schools, every arrangement written out; and one school of 9 and 11 pupils.
arrangements <- function(gains, k) apply(combn(length(gains), k), 2, function(i) sum(gains[i]))
exactly <- function(schools) {
  sums <- Reduce(function(x, y) as.vector(outer(x, y, "+")), lapply(schools, function(s) arrangements(s$gains, s$k)))
  seen <- sum(sapply(schools, function(s) sum(s$gains[seq_len(s$k)])))
  expected <- sum(sapply(schools, function(s) s$k * mean(s$gains)))
  list(p = mean(abs(sums - expected) >= abs(seen - expected) - 1e-9), arrangements = length(sums))
}
permuted <- list(
  two_schools = exactly(list(list(gains = c(3, 5, 1, 2, 2, 4), k = 2), list(gains = c(6.5, 0, 3.1), k = 1))),
  one_school = exactly(list(list(gains = c(0.4, 1.1, 2.5, 0.9, 3.2, 1.7, 2.2, 0.1, 1.4,
                                           0.3, 0.8, 1.9, -0.6, 1.2, 0.2, 2.1, -0.3, 0.5, 1.0, 0.7), k = 9))))

ten <- subset(panel, as.integer(as.character(school)) <= 10)
small <- list(x = c(12, 17, 21, 30.5, 44), y = c(3, 14, 16, 19, 20, 26, 33))
tied <- list(x = c(1, 2, 2, 3, 3, 3), y = c(2, 3, 4, 4, 5))
unknown <- transform(unknown_lunch, b = readk, f = read1, gain = read1 - readk)[, c("b", "f", "gain")]
output <- list(
  counts = list(target = sum(panel$target == 1), others = sum(panel$target == 0), unknown = nrow(unknown)),
  study = study(panel), ten_schools = study(ten), whole_class = whole_class(panel, unknown),
  national = benchmarked(panel), by_school = by_school(panel), fits = fits(panel),
  small = list(hedges_g = hedges(small$x, small$y), cliffs_delta = cliff(small$x, small$y)),
  tied = list(hedges_g = hedges(tied$x, tied$y), cliffs_delta = cliff(tied$x, tied$y)),
  permuted = permuted,
  gamma_form = hedges_g(panel$f[panel$target == 1], panel$f[panel$target == 0])$Hedges_g,
  fisher = fisher.test(matrix(c(3, 1, 2, 9), 2))$p.value
)
cat(toJSON(output, auto_unbox = TRUE, digits = NA, na = "null", pretty = TRUE), "\n")
