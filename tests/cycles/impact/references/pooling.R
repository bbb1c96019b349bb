# References for pooling, from R 4.2 with metafor 3.8-1: Rscript pooling.R > pooling.json
# Data sets of metadat (teachers' expectancy: 19 experiments; BCG: 13 log risk ratios; coaching in eight schools,
# where tau^2 is 0), and two made up: four schools that differ more than chance explains, and only two schools.
suppressMessages({library(metafor); library(jsonlite)})

bcg <- escalc(measure = "RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
coaching <- data.frame(yi = c(28, 8, -3, 7, -1, 1, 18, 12), vi = c(15, 10, 16, 11, 9, 11, 10, 18)^2) # Rubin (1981)
sets <- list(
  expectancy = data.frame(yi = dat.raudenbush1985$yi, vi = dat.raudenbush1985$vi),
  bcg = data.frame(yi = as.numeric(bcg$yi), vi = as.numeric(bcg$vi)),
  coaching = coaching,
  four = data.frame(yi = c(0.62, -0.15, 0.31, 1.20), vi = c(0.09, 0.12, 0.05, 0.10)^2),
  two = data.frame(yi = c(0.10, 0.55), vi = c(0.12, 0.20)^2)
)
fit <- function(d) rma(yi, vi, data = d, method = "REML", test = "knha",
                       control = list(threshold = 1e-14, maxiter = 10000))
plain <- function(res) list(value = as.numeric(res$beta), lower = res$ci.lb, upper = res$ci.ub, p = res$pval,
                            standard_error = res$se, tau2 = res$tau2)
study <- function(d) {
  res <- fit(d); new <- predict(res); own <- blup(res)
  k <- nrow(d)
  list(y = d$yi, v = d$vi, pooled = plain(res),
       prediction = list(lower = new$pi.lb, upper = new$pi.ub),
       scale = res$s2w, Q = res$QE, Q_p = res$QEp, I2 = res$I2,
       shrunken = list(value = own$pred, standard_error = own$se, lower = own$pi.lb, upper = own$pi.ub),
       left_out = if (k > 2) lapply(seq_len(k), function(i) plain(fit(d[-i, ]))) else list(),
       cumulative = if (k > 2) lapply(2:k, function(i) plain(fit(d[seq_len(i), ]))) else list())
}
# The fixed-effect mean and its error, by which cycles of one school are put together.
fixed <- rma(yi, vi, data = coaching[1:3, ], method = "FE")
write(toJSON(c(lapply(sets, study), list(fixed = list(value = as.numeric(fixed$beta), standard_error = fixed$se))),
             digits = 15, auto_unbox = TRUE), stdout())
