package org.vibrissa.etcd.internal.feed;

import java.util.List;
import org.vibrissa.etcd.internal.client.KeyValue;

/** What follows a part of the keys; called by the feed's thread alone. */
public interface Follower {
    /** What its keys begin with, below the root: {@code res/}. */
    String space();

    /** All keys are told anew from here on; nothing may be pruned before {@link #complete}. */
    void begin();

    void listed(KeyValue key);

    /**
     * All that there is was listed: what was not is gone.
     *
     * @param revision as of when
     */
    void complete(long revision);

    /** Changes after the listing, in order. */
    void changed(List<KeyValue> changes);
}
