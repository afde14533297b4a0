//! The shelf on disk, so that a large shop starts without reading its whole database.
//!
//! Holds records, columns and orders at one place of the change feed; what
//! follows from them is made anew. A file that is damaged, of another format
//! or of another shop is as good as none.

mod format;

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;

use db::Place;
use kernel::Locale;

use crate::shelf::chunked::{ListChunk, Lists};
use crate::shelf::columns::Row;
use crate::shelf::dictionary::{Detail, Dictionary};
use crate::shelf::orders::Orders;
use crate::shelf::records::{RecordChunk, Records};
use crate::{Snapshot, SpecificationValue, SpecificationValueRef};
use format::{Packed, Sink, Tap, damaged};

/// Moves with the layout below and with what goes into a text hash or a sort key.
const FORMAT: u64 = 0x444b_5348_0000_0002;
const NAME: &str = "snapshot";

/// Writes the snapshot, which is at `place` of the feed, over the one that is there.
pub(super) fn write(snapshot: &Snapshot, place: Place, directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let unfinished = directory.join(format!("{NAME}.new"));
    let mut sink = Sink::new(BufWriter::with_capacity(1 << 20, File::create(&unfinished)?));
    sink.number(FORMAT)?;
    sink.number(locales_of(&snapshot.settings.locales))?;
    sink.number(place.tx)?;
    sink.number(place.id as u64)?;
    write_dictionary(&mut sink, &snapshot.dictionary)?;
    sink.array(&snapshot.live.iter().collect::<Vec<u32>>())?;
    let rows = snapshot.live.iter().filter_map(|number| snapshot.columns.row(number));
    sink.array(&rows.flat_map(Row::to_words).collect::<Vec<u64>>())?;
    write_records(&mut sink, &snapshot.records)?;
    write_lists(&mut sink, &snapshot.values)?;
    write_lists(&mut sink, &snapshot.fitments)?;
    write_lists(&mut sink, &snapshot.prices)?;
    for order in snapshot.orders.arrays() {
        sink.array(order)?;
    }
    sink.finish()?.get_ref().sync_all()?;
    fs::rename(unfinished, directory.join(NAME))
}

/// Reads the file in `directory` into `empty`, which has the shop's tables and settings.
///
/// # Errors
/// When there is none, or none that can be trusted.
pub(super) fn read(mut empty: Snapshot, directory: &Path) -> io::Result<(Snapshot, Place)> {
    let file = File::open(directory.join(NAME))?;
    let length = file.metadata()?.len();
    let mut tap = Tap::new(BufReader::with_capacity(1 << 20, file), length);
    if tap.number()? != FORMAT || tap.number()? != locales_of(&empty.settings.locales) {
        return Err(damaged());
    }
    let place = Place { tx: tap.number()?, id: tap.number()? as i64 };
    empty.dictionary = Arc::new(read_dictionary(&mut tap)?);
    let live = tap.array::<u32>()?;
    let words = tap.array::<u64>()?;
    empty.records = read_records(&mut tap)?;
    empty.values = read_lists(&mut tap)?;
    empty.fitments = read_lists(&mut tap)?;
    empty.prices = read_lists(&mut tap)?;
    let mut orders: [Vec<u32>; 6] = Default::default();
    for order in &mut orders {
        *order = tap.array()?;
    }
    empty.orders = Orders::from_arrays(orders);
    tap.finish()?;
    // Only now: a row takes memory by its number, and before the sum is checked a number may be anything.
    for (number, words) in live.iter().zip(words.as_chunks::<8>().0) {
        empty.columns.set(*number, Some(Row::from_words(*words)));
    }
    empty.live = Arc::new(live.into_iter().collect());
    empty.derive_all();
    Ok((empty, place))
}

/// The locales whose names are sorted in the file.
fn locales_of(locales: &[Locale]) -> u64 {
    locales.iter().fold(0, |set, locale| set | 1 << locale.index())
}

fn write_dictionary<W: Write>(sink: &mut Sink<W>, dictionary: &Dictionary) -> io::Result<()> {
    sink.number(dictionary.value_count() as u64)?;
    for fact in (0..dictionary.value_count() as u32).filter_map(|value| dictionary.specification(value)) {
        sink.text(fact.key)?;
        match fact.value {
            SpecificationValueRef::Flag(flag) => sink.array(&[0, u64::from(flag)])?,
            SpecificationValueRef::Number(number) => sink.array(&[1, number.to_bits()])?,
            SpecificationValueRef::Text(text) => {
                sink.array(&[2_u64])?;
                sink.text(text)?;
            }
        }
    }
    sink.number(dictionary.details().len() as u64)?;
    for detail in dictionary.details() {
        let given = u64::from(detail.position.is_some()) | u64::from(detail.conditions.is_some()) << 1;
        sink.array(&[given, detail.quantity.map_or(u64::MAX, u64::from)])?;
        sink.text(detail.position.as_deref().unwrap_or_default())?;
        sink.text(detail.conditions.as_deref().unwrap_or_default())?;
    }
    Ok(())
}

fn read_dictionary<R: Read>(tap: &mut Tap<R>) -> io::Result<Dictionary> {
    let mut dictionary = Dictionary::default();
    for _ in 0..tap.count()? {
        let key = tap.text()?;
        let value = match tap.array::<u64>()?.as_slice() {
            [0, flag] => SpecificationValue::Flag(*flag != 0),
            [1, bits] => SpecificationValue::Number(f64::from_bits(*bits)),
            [2] => SpecificationValue::Text(tap.text()?),
            _ => return Err(damaged()),
        };
        dictionary.add_value(&key, &value);
    }
    for _ in 0..tap.count()? {
        let head = tap.array::<u64>()?;
        let [given, quantity] = head.as_slice() else { return Err(damaged()) };
        let (position, conditions) = (tap.text()?, tap.text()?);
        dictionary.add_detail(Detail {
            position: (given & 1 != 0).then_some(position),
            quantity: u16::try_from(*quantity).ok(),
            conditions: (given & 2 != 0).then_some(conditions),
        });
    }
    Ok(dictionary)
}

fn write_lists<W: Write, T: Packed, const N: usize>(
    sink: &mut Sink<W>,
    lists: &Lists<T, N>,
) -> io::Result<()> {
    sink.number(lists.chunks().count() as u64)?;
    for chunk in lists.chunks() {
        sink.array(&chunk.ends)?;
        sink.array(&chunk.items)?;
    }
    Ok(())
}

fn read_lists<R: Read, T: Packed, const N: usize>(tap: &mut Tap<R>) -> io::Result<Lists<T, N>> {
    let mut chunks = Vec::new();
    for _ in 0..tap.count()? {
        chunks.push(ListChunk { ends: tap.array()?, items: tap.array()? });
    }
    Ok(Lists::from_chunks(chunks))
}

fn write_records<W: Write>(sink: &mut Sink<W>, records: &Records) -> io::Result<()> {
    sink.number(records.chunks().count() as u64)?;
    for chunk in records.chunks() {
        sink.array(chunk.ends())?;
        sink.text(&chunk.text)?;
        sink.array(&chunk.words)?;
    }
    Ok(())
}

fn read_records<R: Read>(tap: &mut Tap<R>) -> io::Result<Records> {
    let mut chunks = Vec::new();
    for _ in 0..tap.count()? {
        let ends = tap.array()?;
        chunks.push(RecordChunk::new(tap.text()?, tap.array()?, &ends).ok_or_else(damaged)?);
    }
    Ok(Records::from_chunks(chunks))
}
