package org.vibrissa.state.internal.file;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKey;

/**
 * What the files hold.
 *
 * @param revision the last durable change
 * @param resources all resources, each with a pending status
 */
public record Content(long revision, NavigableMap<ResourceKey, Resource> resources) {
    public Content {
        resources = Collections.unmodifiableNavigableMap(resources);
    }

    static Content empty() {
        return new Content(0, new TreeMap<>());
    }
}
