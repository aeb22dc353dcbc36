package org.vibrissa.state.internal.file;

import java.util.List;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;

/** One durable change: the revision it leads to, what is put and what is deleted. */
public record Commit(long revision, List<Resource> puts, List<ResourceKey> deletes) {
    public Commit {
        puts = List.copyOf(puts);
        deletes = List.copyOf(deletes);
    }
}
