-- Numbers of annotators and agreement speak of judgments of every kind now. What was stored before has no place for that and is
-- computed anew when somebody looks.
delete from statistics where kind in ('annotators', 'agreement') and state = 'ready';
