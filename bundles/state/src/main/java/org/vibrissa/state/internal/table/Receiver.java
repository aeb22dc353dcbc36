package org.vibrissa.state.internal.table;

import java.util.List;

/** What a watch delivers to; called on the watch's thread only. */
public interface Receiver<S, K, V> {
    void changed(List<Delta<K, V>> deltas, S now);

    void initialised();
}
