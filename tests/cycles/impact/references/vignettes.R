# References for the printed cases, from R 4.2: Rscript vignettes.R > vignettes.json
suppressMessages({library(coin); library(jsonlite)})
wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int
newcombe <- function(a, n, b, m) {
  one <- wilson(a, n); other <- wilson(b, m); d <- a / n - b / m
  100 * c(d, d - sqrt((a / n - one[1])^2 + (other[2] - b / m)^2), d + sqrt((one[2] - a / n)^2 + (b / m - other[1])^2))
}
# Families by the parents' engagement, weak, moderate, strong; rows: progressed (or age-related) or not.
families <- list(progressed = rbind(c(1, 3, 3), c(1, 1, 0)), age_related = rbind(c(0, 1, 3), c(2, 3, 0)))
danehill <- lapply(families, function(t) {
  level <- factor(rep(c(1:3, 1:3), t(t)), ordered = TRUE); group <- factor(rep(1:2, rowSums(t)))
  list(any = fisher.test(t)$p.value, rank = as.numeric(pvalue(wilcox_test(as.integer(level) ~ group, distribution = "exact"))))
})
# Pupils with a sub-level or more: led by an assistant, of all; half of the sessions were.
led <- list(autumn = binom.test(27, 107, .5)$p.value, spring = binom.test(4, 42, .5)$p.value,
            change = newcombe(4, 42, 27, 107), p = prop.test(c(4, 27), c(42, 107), correct = FALSE)$p.value)
# Items that improved: 48 of 58 where half would by chance; areas where the gap shrank, 10, and grew, 4.
signs <- list(items = binom.test(48, 58)$p.value, areas = binom.test(10, 14)$p.value)
boys_of_thirty <- c(newcombe(24, 30, 14, 30), prop.test(c(24, 14), c(30, 30), correct = FALSE)$p.value)
cat(toJSON(list(danehill = danehill, led = led, signs = signs, boys_of_thirty = boys_of_thirty), auto_unbox = TRUE, digits = NA), "\n")
