package org.vibrissa.grpc.internal;

import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses Netty's executors before any bundle does that may be swapped. Each holds an exception from
 * its beginning, and the exception the classes of all who were on the stack then: the first user
 * could never be unloaded. This bundle is a library and never is.
 */
public final class NettyFirst implements BundleActivator {
    private static final Logger LOG = LoggerFactory.getLogger(NettyFirst.class);

    @Override
    public void start(BundleContext context) {
        LOG.debug(
                "Netty's executors: {}, {}",
                ImmediateEventExecutor.INSTANCE,
                GlobalEventExecutor.INSTANCE);
    }

    @Override
    public void stop(BundleContext context) {
        // They stay as they are.
    }
}
