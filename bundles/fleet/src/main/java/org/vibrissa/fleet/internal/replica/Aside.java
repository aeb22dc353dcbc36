package org.vibrissa.fleet.internal.replica;

import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.ResourceKey;

/**
 * What the fleet has and this host could not take.
 *
 * @param key the resource
 * @param version the one that waits
 * @param reason one line for people
 */
public record Aside(ResourceKey key, Version version, String reason) {}
