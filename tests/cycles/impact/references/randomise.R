# References for draws, stepped orders and matching, from R 4.2: Rscript randomise.R > randomise.json
# The draw is made anew from its description; orders are enumerated one by one; effects are lm's with factors.
suppressMessages({library(digest); library(jsonlite)})
sha <- function(...) digest(paste(..., sep = "/"), algo = "sha256", serialize = FALSE)

deal <- function(blocks, waves, seed) {
  names <- unique(blocks)
  names <- names[order(sapply(names, function(b) sha(seed, "block", b)), method = "radix")]
  ranking <- unlist(lapply(names, function(b) {
    own <- which(blocks == b)
    own[order(sapply(own, function(i) sha(seed, "unit", i)), method = "radix")]
  }))
  figures <- strtoi(strsplit(sha(seed, "start"), "")[[1]], 16)
  first <- Reduce(function(rest, figure) (rest * 16 + figure) %% waves, figures, 0)
  dealt <- integer(length(blocks))
  dealt[ranking] <- (first + seq_along(ranking) - 1) %% waves
  dealt
}

permutations <- function(x) {
  if (length(x) < 2) return(list(x))
  unlist(lapply(unique(x), function(v) lapply(permutations(x[-match(v, x)]), function(rest) c(v, rest))),
         recursive = FALSE)
}
# data: unit (1..), time, n, mean; starts: one a unit, 99 for never; blocks: one a unit.
effect <- function(data, starts, outcome = data$mean) {
  data$started <- as.numeric(starts[data$unit] <= data$time); data$outcome <- outcome
  lm(outcome ~ started + factor(unit) + factor(time), data, weights = n)
}
every_order <- function(starts, blocks) {
  found <- list(starts)
  for (b in unique(blocks)) {
    own <- which(blocks == b)
    found <- unlist(lapply(found, function(so_far) lapply(permutations(starts[own]), function(new) {
      so_far[own] <- new; so_far
    })), recursive = FALSE)
  }
  found
}
stepped <- function(data, starts, blocks = rep("", length(starts))) {
  fit <- effect(data, starts)
  value <- unname(coef(fit)["started"])
  orders <- every_order(starts, blocks)
  p_of <- function(t) {
    outcome <- data$mean - t * (starts[data$unit] <= data$time)
    all <- sapply(orders, function(o) coef(effect(data, o, outcome))["started"])
    own <- coef(effect(data, starts, outcome))["started"]
    mean(abs(all) >= abs(own) - 1e-9)
  }
  # The bound between an effect that is not refused and one that is, closed in on by halves.
  bound <- function(away) {
    inside <- value; outside <- value + away
    while (p_of(outside) > .05) outside <- value + (outside - value) * 2
    for (i in 1:45) { middle <- (inside + outside) / 2; if (p_of(middle) > .05) inside <- middle else outside <- middle }
    inside
  }
  ends <- if (length(orders) < 20) list(lower = NA, upper = NA) else list(lower = bound(-1), upper = bound(1))
  list(data = data, starts = starts, blocks = blocks, orders = length(orders), value = value,
       standard_error = coef(summary(fit))["started", "Std. Error"], p = p_of(0),
       lower = ends$lower, upper = ends$upper)
}

set.seed(20121130)
five <- expand.grid(unit = 1:5, time = 0:5)
five$n <- 12
five$mean <- round(20 + five$unit + .5 * five$time + 1.5 * (five$unit <= five$time) + rnorm(30, 0, .8), 3)
uneven <- expand.grid(unit = 1:6, time = 0:4)
uneven$n <- sample(4:30, 30, replace = TRUE)
uneven$mean <- round(15 + 2 * uneven$unit - uneven$time + rnorm(30), 3)
uneven <- uneven[-c(4, 17), ]
blocked <- expand.grid(unit = 1:6, time = 0:3)
blocked$n <- sample(8:12, 24, replace = TRUE)
blocked$mean <- round(30 + blocked$unit + blocked$time - 2 * (c(1, 2, 3, 1, 2, 3)[blocked$unit] <= blocked$time) + rnorm(24, 0, .5), 3)
few <- expand.grid(unit = 1:3, time = 0:3)
few$n <- c(9, 7, 11); few$mean <- round(10 + few$unit + rnorm(12), 3)
waiting <- expand.grid(unit = 1:7, time = 0:1)
waiting$n <- 5; waiting$mean <- round(10 + waiting$unit + waiting$time + rnorm(14), 3)

scores <- c(12, 17, 21, 30.5, 44, 3, 14, 16, 19, 20, 26, 33)
blocks <- rep(c("ash/5", "ash/6", "beech/5"), c(5, 4, 2))
cat(toJSON(list(
  deal = list(
    list(blocks = blocks, waves = 2, seed = "2026-11-21", dealt = deal(blocks, 2, "2026-11-21")),
    list(blocks = blocks, waves = 3, seed = "7", dealt = deal(blocks, 3, "7")),
    list(blocks = rep("", 4), waves = 4, seed = "lots 3 14 15", dealt = deal(rep("", 4), 4, "lots 3 14 15"))
  ),
  stepped = list(
    five = stepped(five, c(1, 2, 3, 4, 5)),
    uneven = stepped(uneven, c(1, 1, 2, 2, 3, 99)),
    blocked = stepped(blocked, c(1, 2, 3, 1, 2, 3), rep(c("a", "b"), each = 3)),
    few = stepped(few, c(1, 2, 3)),
    waiting = stepped(waiting, c(1, 1, 1, 99, 99, 99, 99))
  ),
  caliper = list(scores = scores, sds = .2, points = .2 * sd(scores))
), digits = NA, auto_unbox = TRUE, pretty = TRUE, na = "null"))
