package org.vibrissa.bpf.internal.osgi;

import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.BpfRehearsal;
import org.vibrissa.bpf.internal.own.Owner;
import org.vibrissa.bpf.internal.own.Rehearsal;

/** Rehearsals of the framework's bundles. */
@Component
public final class RehearsalComponent implements BpfRehearsal {
    private final NodeComponent node;
    private final BundleContext context;

    /** Over this daemon's kernel. */
    @Activate
    public RehearsalComponent(@Reference NodeComponent node, BundleContext context) {
        this.node = node;
        this.context = context;
    }

    @Override
    public List<BpfObjectSpec> read(long bundle) {
        return rehearsal().read(bundle);
    }

    @Override
    public Loaded load(long bundle) {
        return rehearsal().load(bundle);
    }

    /** Made when it is wanted: without a usable kernel the caller learns why. */
    private Rehearsal rehearsal() {
        return new Rehearsal(node.node(), this::owner);
    }

    private Owner owner(long bundle) {
        return Optional.ofNullable(context.getBundle(bundle))
                .map(BundleOwner::new)
                .orElseThrow(() -> new IllegalArgumentException("there is no bundle " + bundle));
    }
}
