-- {places, contradicted, best: [{value, low, high}]} of a label of three or more responses; null of all others. Labels that are
-- stored get theirs from the notes of 20261201T010000Z.
alter table resolutions add column ranking jsonb;
