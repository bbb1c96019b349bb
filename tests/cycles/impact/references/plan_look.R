# References for what a baseline can show, from R 4.2: Rscript plan_look.R > plan_look.json
# Detectable effects are found by asking the power for the effect; their standard errors come from whole design
# and covariance matrices, not from the formulas of the module.
suppressMessages({library(effectsize); library(jsonlite)})

# R's own noncentral t loses digits beyond a noncentrality of 37.62; none here comes near it.
detectable <- function(se, df) {
  power <- function(d) pt(qt(.975, df), df, ncp = d / se, lower.tail = FALSE)
  uniroot(function(d) power(d) - .8, c(0, 30 * se), tol = 1e-13)$root
}
# power.t.test knows equal groups without a baseline: both ways agree there.
plain <- power.t.test(n = 15, power = .8, sd = 1, tol = 1e-12)$delta
stopifnot(abs(plain - detectable(sqrt(2 / 15), 28)) < 1e-8)

error_of <- function(design, column, variance = diag(nrow(design))) {
  by <- solve(crossprod(design)) %*% t(design)
  sqrt((by %*% variance %*% t(by))[column, column])
}
between_pupils <- function(n, r)
  detectable(sqrt(1 - r^2) * error_of(cbind(1, rep(1:0, n)), 2), sum(n) - 3)

# A constant for each school, and who is in the target group; scatter inside schools only.
within_schools <- function(target, others, r, icc) {
  school <- factor(rep(seq_along(target), target + others))
  group <- unlist(lapply(seq_along(target), function(i) rep(1:0, c(target[i], others[i]))))
  design <- if (nlevels(school) > 1) cbind(group, model.matrix(~ school)) else cbind(group, 1)
  detectable(sqrt((1 - icc) * (1 - r^2)) * error_of(design, 1), length(group) - length(target) - 2)
}

# Pupils of a cluster share its level: their covariance is the ICC, in units of the total variance.
between_clusters <- function(one, other, r, icc) {
  cluster <- rep(seq_along(c(one, other)), c(one, other))
  covariance <- (1 - r^2) * (icc * outer(cluster, cluster, "==") + (1 - icc) * diag(length(cluster)))
  design <- cbind(1, rep(1:0, c(sum(one), sum(other))))
  detectable(error_of(design, 2, covariance), length(c(one, other)) - 2)
}

# Each pupil's two scores with their covariance; the contrast is the difference of mean gains.
gap_change <- function(n, r, spread) {
  weights <- unlist(lapply(rep(c(1 / n[1], -1 / n[2]), n), function(w) c(-w, w)))
  scores <- spread^2 * kronecker(diag(sum(n)), matrix(c(1, r, r, 1), 2))
  detectable(sqrt(drop(t(weights) %*% scores %*% weights)), sum(n) - 2)
}

finding <- function(value, lower, upper) list(value = value, lower = lower, upper = upper)
# As in star.R: the bounds are solved anew, J is Hedges' approximation 1 - 3/(4 df - 1).
hedges <- function(x, y) {
  m <- length(x); n <- length(y); df <- m + n - 2; J <- 1 - 3 / (4 * df - 1)
  k <- sqrt(1 / m + 1 / n); at <- unname(t.test(x, y, var.equal = TRUE)$statistic)
  solved <- function(q) uniroot(function(ncp) suppressWarnings(pt(at, df, ncp)) - q, at + c(-20, 20), tol = 1e-13)$root
  bounds <- c(solved(.975), solved(.025)) * k
  d <- cohens_d(x, y)
  stopifnot(abs(bounds - c(d$CI_low, d$CI_high)) < 1e-6)
  finding(J * d$Cohens_d, J * bounds[1], J * bounds[2])
}
arcsine <- function(a, n, b, m) {
  h <- cohens_h(matrix(c(a, n - a, b, m - b), 2))
  finding(h$Cohens_h, h$CI_low, h$CI_high)
}

degrees <- c(1, 2, 5, 13, 27, 126, 1000)
output <- list(
  multipliers = list(degrees = degrees, values = sapply(degrees, function(df) detectable(1, df))),
  between_pupils = list(nine_and_21 = between_pupils(c(9, 21), .7), without_baseline = between_pupils(c(9, 21), 0),
                        one_and_three = between_pupils(c(1, 3), .5)),
  within_schools = list(uneven = within_schools(c(4, 9, 2), c(11, 6, 20), .7, .15),
                        one_school = within_schools(9, 21, .7, 0)),
  between_clusters = list(even = between_clusters(rep(25, 4), rep(25, 4), .7, .15),
                          uneven = between_clusters(c(10, 30, 22), c(5, 28, 41, 17), .6, .2)),
  gap_change = list(nine_and_21 = gap_change(c(9, 21), .7, 6)),
  score_balance = hedges(c(12, 17, 21, 30.5, 44), c(3, 14, 16, 19, 20, 26, 33)),
  share_balance = list(middling = arcsine(9, 20, 14, 40), everybody = arcsine(6, 6, 30, 41))
)
cat(toJSON(output, auto_unbox = TRUE, digits = NA, na = "null", pretty = TRUE), "\n")
