//! Documents on their way from the threads that make them to the engine's, which write them: a few hundred at most. The
//! engine's own queue takes ten thousand batches, which on a slow disk is more than a machine may have memory for.
//!
//! Knows nothing of what is in a document.

use crossbeam_channel::{Receiver, Sender, bounded};
use std::time::Duration;
use tantivy::TantivyDocument;
use tantivy::schema::Document;

/// Documents that may wait for each indexing thread.
const WAITING: usize = 256;
/// How long a place is waited for at most: a thread that died gives none back, and whoever adds is to see why.
const PATIENCE: Duration = Duration::from_secs(1);

/// The places of the queue.
pub(super) struct Queue {
    places: (Sender<()>, Receiver<()>),
}

impl Queue {
    /// For so many indexing threads.
    pub(super) fn new(threads: usize) -> Self {
        Queue { places: bounded(WAITING * threads) }
    }

    /// A document in its place; waits for one.
    pub(super) fn admit(&self, document: TantivyDocument) -> Queued {
        let taken = self.places.0.send_timeout((), PATIENCE).is_ok();
        Queued { document, _place: Place(taken.then(|| self.places.1.clone())) }
    }
}

/// A document that waits to be written.
pub(super) struct Queued {
    document: TantivyDocument,
    _place: Place,
}

/// A place in the queue, given back when the document is taken up or thrown away.
struct Place(Option<Receiver<()>>);

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(places) = &self.0 {
            let _ = places.try_recv();
        }
    }
}

impl Document for Queued {
    type Value<'a> = <TantivyDocument as Document>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as Document>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_its_document_is_taken_or_dropped() {
        let queue = Queue::new(1);
        let waiting: Vec<Queued> = (0..WAITING).map(|_| queue.admit(TantivyDocument::new())).collect();
        assert!(queue.places.0.is_full());
        for (n, queued) in waiting.into_iter().enumerate() {
            if n % 2 == 0 {
                queued.into_tantivy_document();
            }
        }
        assert!(queue.places.0.is_empty());
    }
}
