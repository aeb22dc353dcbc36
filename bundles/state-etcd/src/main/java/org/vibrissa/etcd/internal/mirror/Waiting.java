package org.vibrissa.etcd.internal.mirror;

import org.vibrissa.state.ResourceKey;

/**
 * Something that etcd has and this host could not take.
 *
 * @param reason in the store's words
 */
public record Waiting(ResourceKey key, String reason) {}
