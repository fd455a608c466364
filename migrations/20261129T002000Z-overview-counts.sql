-- Overviews tell how many labels are settled and exported; those from before do not know. Statistics can be made anew.
delete from statistics where kind = 'overview';
