package org.vibrissa.fleet.internal.wire;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts who is connected, so that nobody without a certificate can keep members out. Event loop
 * only.
 */
final class Doorkeeper {
    private static final AttributeKey<String> STRANGER = AttributeKey.valueOf("fleet.stranger");

    private final WireLimits limits;
    private final Map<String, Integer> strangersOf = new HashMap<>();
    private int strangers;
    private int all;

    Doorkeeper(WireLimits limits) {
        this.limits = limits;
    }

    /** Whether the client may stay; when it goes it is counted out. */
    boolean admit(Channel channel) {
        String host = host(channel);
        if (all >= limits.connections()
                || strangers >= limits.strangers()
                || strangersOf.getOrDefault(host, 0) >= limits.strangersPerHost()) {
            return false;
        }
        all++;
        strangers++;
        strangersOf.merge(host, 1, Integer::sum);
        channel.attr(STRANGER).set(host);
        channel.closeFuture()
                .addListener(
                        closed -> {
                            all--;
                            known(channel);
                        });
        return true;
    }

    /** The client has shown a certificate, or is gone. */
    void known(Channel channel) {
        String host = channel.attr(STRANGER).getAndSet(null);
        if (host != null) {
            strangers--;
            strangersOf.computeIfPresent(host, (h, count) -> count > 1 ? count - 1 : null);
        }
    }

    private static String host(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                ? remote.getAddress().getHostAddress()
                : "";
    }
}
