"""Series over time: run charts and control charts, their signals, and how often those would be false.

`chart.series_chart` judges a whole series by how many points it has; the other modules hold one rule each.
"""
