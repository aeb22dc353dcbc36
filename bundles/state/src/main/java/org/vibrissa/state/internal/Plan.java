package org.vibrissa.state.internal;

import java.util.List;
import org.vibrissa.state.Change;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;

/** A validated update: what each document and key comes to, and what is to be written. */
record Plan(List<Change> changes, List<Resource> puts, List<ResourceKey> deletes) {
    boolean isEmpty() {
        return puts.isEmpty() && deletes.isEmpty();
    }
}
