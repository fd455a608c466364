-- Guidelines may be there in a second language too; whoever reads in that one gets it, everybody else the main text.
alter table guidelines add column other_locale text check (other_locale in ('en', 'zh-CN'));
alter table guidelines add column other_markdown text;
alter table guidelines add constraint guidelines_other check ((other_locale is null) = (other_markdown is null)) not valid;
