"""What a cycle means. Pure: no file, network, database, clock or environment.

Glossary: one meaning for each word, and the code uses these names.

programme       what is run over some years with one purpose; it has clusters.
cluster         NLEs and schools that meet each half-term.
NLE             national leader of education: a headteacher who supports other schools.
engagement      a lead school working with one or more supported schools of its cluster.
half-term       one of six parts of the school year; the beat of every cycle.
cycle           one plan-do-study-act turn of an engagement.
chain           cycles that follow one another, each planned from the decision on the last.
plan            what a cycle will do, with whom, and what it predicts; locked before follow-up data exist.
measure         what is counted or scored, on a scale.
target group    the pupils whose gap the cycle wants to close, frozen at its baseline.
comparison      whom the target group is set beside: others, whole class, matched, national, none.
change idea     what is done differently; the treated pupils are those who got it.
target          a level of a measure to be reached by a date.
prediction      a number, with an interval or a probability, written down before the follow-up.
baseline        the scores before; follow-up: the scores after.
do-log          what was done, when and by whom.
finding         one figure with interval, numbers of pupils, method and provenance.
summary         the page about one school's part of a cycle.
review          reading and approving a summary or a decision; the author cannot approve alone.
decision        adopt, adapt, abandon or extend.
edition         what was published for one half-term.
audience        who may read a page: school, cluster, public.
warehouse       the store of pupil data; register: the append-only record of what people did.
load            one reading of one source into the warehouse.
switcher        a pupil whose group changed after the baseline; joiner, leaver: who came, who went.
"""
