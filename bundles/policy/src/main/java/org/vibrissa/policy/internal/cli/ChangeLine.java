package org.vibrissa.policy.internal.cli;

import org.vibrissa.state.Change;
import org.vibrissa.state.ResourceKey;

/**
 * What became of one document.
 *
 * @param action created, configured, unchanged, deleted, or absent
 */
record ChangeLine(String kind, String namespace, String name, String action) {
    static ChangeLine of(Change change) {
        return of(change.key(), change.action().label());
    }

    static ChangeLine of(ResourceKey key, String action) {
        return new ChangeLine(key.kind(), key.namespace(), key.name(), action);
    }

    @Override
    public String toString() {
        return new ResourceKey(kind, namespace, name) + " " + action;
    }
}
