-- Everything in the world follows from numbers by these macros: the same seed gives the same rows.
create or replace macro draw(number, salt, size) as (hash(number, salt, {seed}) % size)::bigint;

-- A rank from 1 to size, of which each is drawn about as often as 1 / rank.
create or replace macro zipf(number, salt, size) as
    floor(exp((hash(number, salt, {seed}) % 1000000) / 1000000.0 * ln(size)))::bigint;

create or replace macro pick(list, number, salt) as list[1 + draw(number, salt, len(list))];

create or replace macro syllable(number) as [
    'ba', 'ber', 'cal', 'da', 'den', 'dor', 'el', 'far', 'gan', 'gol', 'ha', 'hel', 'in', 'jar', 'ka', 'kel',
    'la', 'len', 'lo', 'mar', 'mel', 'mo', 'na', 'nor', 'or', 'pa', 'pel', 'qua', 'ra', 'rin', 'sa', 'tor'
][1 + number % 32];

create or replace macro word(number) as
    syllable(number) || syllable(number // 32) || syllable(number // 1024 + number % 7);

create or replace macro capital(word) as upper(word[1]) || word[2:];

create or replace macro id(kind, a, b := null, c := null) as left(sha256(concat_ws(chr(31), kind, a, b, c)), 20);
