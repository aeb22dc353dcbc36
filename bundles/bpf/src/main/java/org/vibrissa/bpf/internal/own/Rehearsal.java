package org.vibrissa.bpf.internal.own;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfObjectSpec;
import org.vibrissa.bpf.BpfRehearsal;
import org.vibrissa.bpf.internal.load.ObjectReader;

/** Loads what a bundle brings before any of its code runs, and lets it go again. */
public final class Rehearsal implements BpfRehearsal {
    private final LoaderNode node;
    private final Function<Long, Owner> bundles;

    /**
     * Over the bundles of a node.
     *
     * @param bundles finds one by the framework's number
     */
    public Rehearsal(LoaderNode node, Function<Long, Owner> bundles) {
        this.node = node;
        this.bundles = bundles;
    }

    @Override
    public List<BpfObjectSpec> read(long bundle) {
        Owner owner = bundles.apply(bundle);
        return owner.objects().stream().map(entry -> parse(owner, entry).spec()).toList();
    }

    @Override
    public Loaded load(long bundle) {
        Owner owner = bundles.apply(bundle);
        OwnedLoader loader = node.loader(owner);
        try {
            return new Held(loader, loader.rehearse(owner.objects()));
        } catch (RuntimeException e) {
            loader.close();
            throw e;
        }
    }

    static ObjectReader.Parsed parse(Owner owner, String entry) {
        return ObjectReader.read(entry, bytes(owner, entry));
    }

    static byte[] bytes(Owner owner, String entry) {
        return owner.entry(entry)
                .orElseThrow(
                        () -> new BpfException("bundle " + owner.label() + " has no " + entry));
    }

    private record Held(OwnedLoader loader, List<BpfObject> objects) implements Loaded {
        Held(OwnedLoader loader, List<BpfObject> objects) {
            this.loader = loader;
            this.objects = new ArrayList<>(objects);
        }

        @Override
        public void close() {
            loader.close();
        }
    }
}
