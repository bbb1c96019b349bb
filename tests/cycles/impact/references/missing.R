# References for missing follow-ups, from R 4.2: Rscript missing.R > missing.json
# 240 pupils of six schools; who goes missing depends on the baseline, more so in the target group. They are kept
# beside the answers. Weights, fits and sandwiches are R's glm, quantile, lm and sandwich.
suppressMessages({library(sandwich); library(effectsize); library(jsonlite)})
set.seed(20261122)
n <- 240
pupils <- data.frame(school = rep(letters[1:6], each = 40), target = rep(c(1, 0, 0), 80))
pupils$treated <- as.integer(pupils$school %in% c("a", "b", "c")) # whole schools
pupils$split <- rep(c(1, 1, 0, 0), 60)                           # inside every school
pupils$b <- round(pmin(pmax(rnorm(n, 30 - 4 * pupils$target, 6), 5), 50))
f <- round(pmin(pmax(4 + pupils$b + rnorm(n, 1.5 * pupils$treated, 4), 0), 60))
chance <- plogis(1.7 + .09 * (pupils$b - 30) * (1 + .5 * pupils$target) - .3 * pupils$target)
pupils$f <- ifelse(runif(n) < chance, f, NA)
pupils$kept <- as.integer(!is.na(pupils$f))

finding <- function(value, lower, upper, p = NULL, se = NULL) list(value = value, lower = lower, upper = upper, p = p, standard_error = se)
interval <- function(b, se, df) finding(b, b - qt(.975, df) * se, b + qt(.975, df) * se, 2 * pt(-abs(b / se), df), se)
hc1 <- function(model) {
  k <- length(coef(model))
  interval(unname(coef(model)[k]), sqrt(vcovHC(model, type = "HC1")[k, k]), df.residual(model))
}
cr1 <- function(model, school) {
  k <- length(coef(model))
  interval(unname(coef(model)[k]), sqrt(vcovCL(model, cluster = school, type = "HC1", cadjust = TRUE)[k, k]), length(unique(school)) - 1)
}
glm_said <- function(m) list(coefficients = unname(coef(m)), standard_errors = unname(sqrt(diag(vcov(m)))))
exact <- glm.control(epsilon = 1e-14, maxit = 100)
# Stabilised inside each group; trimmed at the first and 99th percentile (type 1: a weight that there is).
weights_of <- function(d, group, formula) {
  d$z <- (d$b - mean(d$b)) / sd(d$b); d$g <- group
  m <- glm(formula, binomial, d, control = exact)
  raw <- ave(d$kept, d$g) / fitted(m)
  q <- quantile(raw[d$kept == 1], c(.01, .99), type = 1)
  list(model = m, w = pmin(pmax(raw, q[1]), q[2])[d$kept == 1])
}
weighted <- function(d, group, formula, clusters = FALSE) {
  made <- weights_of(d, group, formula)
  k <- transform(d[d$kept == 1, ], g = group[d$kept == 1], w = made$w)
  gain <- lm(f - b ~ g, k, weights = w); progress <- lm(f ~ b + g, k, weights = w)
  kish <- function(w) sum(w)^2 / sum(w^2)
  list(logistic = glm_said(made$model), gain = hc1(gain), progress = if (clusters) cr1(progress, k$school) else hc1(progress),
       largest = max(made$w), smallest = min(made$w), effective = c(kish(made$w[k$g == 1]), kish(made$w[k$g == 0])))
}
target <- subset(pupils, target == 1)
few <- pupils # the comparison loses three only: no slope of its own
few$kept[few$target == 0] <- 1; few$kept[which(few$target == 0)[c(2, 30, 77)]] <- 0
few$f <- ifelse(few$kept == 1, ifelse(is.na(few$f), few$b + 3, few$f), NA)
none <- few; none$kept[none$target == 0] <- 1; none$f <- ifelse(none$kept == 1 & is.na(none$f), none$b + 3, none$f)
# The comparison lost nobody: the target group alone is modelled, the others weigh 1.
alone <- function(d) {
  t <- d[d$target == 1, ]; z <- (t$b - mean(t$b)) / sd(t$b)
  m <- glm(t$kept ~ z, family = binomial, control = exact)
  w <- rep(1, nrow(d)); w[d$target == 1] <- mean(t$kept) / fitted(m)
  q <- quantile(w[d$kept == 1], c(.01, .99), type = 1); w <- pmin(pmax(w, q[1]), q[2])
  k <- cbind(d, w = w)[d$kept == 1, ]
  list(logistic = glm_said(m), gain = hc1(lm(f - b ~ target, k, weights = w)), progress = hc1(lm(f ~ b + target, k, weights = w)))
}

# Bounds by filling in, pupil by pupil: no formula of the module.
filled <- function(d, group, one, other) ifelse(is.na(d$f), ifelse(group == 1, one, other), d$f)
gap <- function(y, g) mean(y[g == 1]) - mean(y[g == 0])
class_gap <- function(y, g) mean(y[g == 1]) - mean(y)
bounds_of <- function(d, gap_of, low, high) {
  g <- d$target; change <- function(one, other) gap_of(filled(d, g, one, other), g) - gap_of(d$b, g)
  k <- d[d$kept == 1, ]
  list(everyone = gap_of(d$b, g), change = finding(gap_of(k$f, k$target) - gap_of(k$b, k$target), change(low, high), change(high, low)),
       after = finding(gap_of(k$f, k$target), gap_of(filled(d, g, low, high), g), gap_of(filled(d, g, high, low), g)),
       alike = sort(c(change(low, low), change(high, high))))
}
# A linear programme over the missing scores is a search over each one's two ends: their effect on a coefficient adds up.
slope_bounds <- function(d, g, low, high) {
  slope <- function(y) unname(coef(lm(y ~ d$b + g))[3])
  start <- ifelse(is.na(d$f), low, d$f); base <- slope(start); least <- most <- base
  for (i in which(is.na(d$f))) { y <- start; y[i] <- high; step <- slope(y) - base; if (step > 0) most <- most + step else least <- least + step }
  finding(unname(coef(lm(f ~ b + g, cbind(d, g = g)))[3]), least, most)
}
reached <- function(d, at) {
  yes <- function(one, other) 100 * gap(as.numeric(filled(d, d$target, one, other) >= at), d$target)
  k <- d[d$kept == 1, ]
  finding(100 * gap(k$f >= at, k$target), yes(-1, 1e6), yes(1e6, -1))
}

lost <- function(d) 1 - d$kept
wilson <- function(d) { t <- suppressWarnings(prop.test(sum(lost(d)), nrow(d), correct = FALSE)); finding(100 * mean(lost(d)), 100 * t$conf.int[1], 100 * t$conf.int[2]) }
newcombe <- function(a, b) {
  w <- function(d) wilson(d); x <- w(a); y <- w(b); D <- x$value - y$value
  p <- suppressWarnings(prop.test(c(sum(lost(a)), sum(lost(b))), c(nrow(a), nrow(b)), correct = FALSE)$p.value)
  finding(D, D - sqrt((x$value - x$lower)^2 + (y$upper - y$value)^2), D + sqrt((x$upper - x$value)^2 + (y$value - y$lower)^2), p)
}
g_of <- function(x, y) { df <- length(x) + length(y) - 2; (1 - 3 / (4 * df - 1)) * cohens_d(x, y)$Cohens_d }
described <- function(d) {
  x <- d$b[d$kept == 0]; y <- d$b[d$kept == 1]
  list(lost_mean = mean(x), lost_sd = sd(x), kept_mean = mean(y), kept_sd = sd(y), g = g_of(x, y))
}

side <- function(d, t) d[d$target == t, ]
output <- list(
  pupils = c(as.list(pupils[c("school", "target", "treated", "split", "b", "f")]), list(f_few = few$f, f_none = none$f)),
  weighted = weighted(pupils, pupils$target, kept ~ z * g),
  few = weighted(few, few$target, kept ~ z + g), none = alone(none),
  treated_in_schools = weighted(target, target$split, kept ~ z * g),
  treated_by_school = weighted(target, target$treated, kept ~ z * g, clusters = TRUE),
  bounds = bounds_of(pupils, gap, 0, 60), whole_class = bounds_of(pupils, class_gap, 0, 60),
  observed = bounds_of(pupils, gap, min(pupils$f, na.rm = TRUE), max(pupils$f, na.rm = TRUE)),
  progress = slope_bounds(pupils, pupils$target, 0, 60), impact = slope_bounds(target, target$split, 0, 60), threshold = reached(pupils, 32),
  attrition = list(all = wilson(pupils), target = wilson(side(pupils, 1)), comparison = wilson(side(pupils, 0)),
                   differential = newcombe(side(pupils, 1), side(pupils, 0)),
                   by_treatment = newcombe(subset(target, split == 1), subset(target, split == 0))),
  described = list(all = described(pupils), target = described(target)),
  counts = list(target = nrow(target), lost_target = sum(lost(target)), lost_comparison = sum(lost(side(pupils, 0))))
)
cat(toJSON(output, auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = FALSE), "\n")
