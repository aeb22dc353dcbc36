package org.vibrissa.etcd.internal.feed;

/** What answers is not the store that this host knew; the message says how that shows. */
final class StoreChanged extends Exception {
    private static final long serialVersionUID = 1L;

    StoreChanged(String message) {
        super(message);
    }
}
