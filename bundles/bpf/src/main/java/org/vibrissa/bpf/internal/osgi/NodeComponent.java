package org.vibrissa.bpf.internal.osgi;

import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.internal.kernel.Bindings;
import org.vibrissa.bpf.internal.own.KernelAccess;
import org.vibrissa.bpf.internal.own.LoaderNode;
import org.vibrissa.runtime.Node;
import org.vibrissa.runtime.ReadyCheck;

/**
 * This daemon's use of the kernel. When the kernel or its bpffs cannot be used the daemon goes on
 * and says why in its status; a bundle that asks for a loader gets the same reason.
 */
@Component(
        service = {NodeComponent.class, ReadyCheck.class},
        immediate = true)
public final class NodeComponent implements ReadyCheck {
    private static final Logger LOG = LoggerFactory.getLogger(NodeComponent.class);

    private final BundleContext context;
    private final Optional<LoaderNode> node;
    private final String problem;
    private final String summary;
    private final SynchronousBundleListener listener;

    /** Opens the kernel for this daemon. */
    @Activate
    public NodeComponent(BundleContext context, @Reference Node daemon) {
        this.context = context;
        Optional<LoaderNode> opened = Optional.empty();
        String failure = "";
        String text = "";
        try {
            Bindings.bind();
            KernelAccess kernel = KernelAccess.open(daemon.bpfDir());
            opened =
                    Optional.of(
                            new LoaderNode(kernel, new ManifestSharing(context), daemon.name()));
            text = "OK (" + kernel.summary() + ")";
        } catch (BpfException | UnsatisfiedLinkError e) {
            failure =
                    e instanceof UnsatisfiedLinkError
                            ? "libbpf.so.1 is missing; run: apt-get install libbpf1"
                            : e.getMessage();
            LOG.error("eBPF cannot be used: {}", failure);
        }
        this.node = opened;
        this.problem = failure;
        this.summary = text;
        this.listener = this::changed;
        context.addBundleListener(listener);
    }

    /** Stops listening; loaders have ended with their bundles. */
    @Deactivate
    public void stop() {
        context.removeBundleListener(listener);
        Bindings.unbind();
    }

    /**
     * The loaders' common ground.
     *
     * @throws BpfException saying why the kernel cannot be used
     */
    LoaderNode node() {
        return node.orElseThrow(() -> new BpfException(problem));
    }

    private void changed(BundleEvent event) {
        if (event.getType() == BundleEvent.UNINSTALLED && node.isPresent()) {
            String name = event.getBundle().getSymbolicName();
            boolean other = false;
            for (Bundle b : context.getBundles()) {
                other |= name.equals(b.getSymbolicName()) && !b.equals(event.getBundle());
            }
            if (!other) {
                node.get().uninstalled(name);
            }
        }
    }

    @Override
    public String name() {
        return "Kernel";
    }

    @Override
    public Optional<String> pending() {
        return problem.isEmpty() ? Optional.empty() : Optional.of(problem);
    }

    @Override
    public String summary() {
        return problem.isEmpty() ? summary : problem;
    }
}
