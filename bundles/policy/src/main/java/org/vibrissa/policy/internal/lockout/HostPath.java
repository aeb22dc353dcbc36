package org.vibrissa.policy.internal.lockout;

import org.vibrissa.identity.Identity;
import org.vibrissa.policy.internal.explain.Packet;
import org.vibrissa.policy.internal.rule.Direction;

/**
 * A way by which this host is steered.
 *
 * @param name for people: {@code fleet port 4243/tcp from other hosts}
 * @param peer the other end
 */
record HostPath(String name, Direction direction, Identity peer, Packet packet) {}
