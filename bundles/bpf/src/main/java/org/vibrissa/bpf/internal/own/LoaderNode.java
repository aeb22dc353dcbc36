package org.vibrissa.bpf.internal.own;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The loaders of all bundles of one daemon and what they share. Thread-safe. */
public final class LoaderNode {
    private final KernelAccess kernel;
    private final Sharing sharing;
    private final Leases leases;
    private final Map<String, Set<Path>> ownedShared = new ConcurrentHashMap<>();
    private final PinHolders holders = new PinHolders();
    private final List<OwnedLoader> loaders = new CopyOnWriteArrayList<>();

    /**
     * A daemon's loaders.
     *
     * @param name the daemon's name
     */
    public LoaderNode(KernelAccess kernel, Sharing sharing, String name) {
        this.kernel = kernel;
        this.sharing = sharing;
        this.leases = new Leases(kernel.pins().root(), name);
    }

    /** A loader for one bundle; close it when the bundle stops. */
    public OwnedLoader loader(Owner owner) {
        OwnedLoader loader = new OwnedLoader(this, owner);
        loaders.add(loader);
        return loader;
    }

    /** Removes the pins of a bundle that was uninstalled; no other version of it is left. */
    public void uninstalled(String symbolicName) {
        new PinPurge(this).bundle(symbolicName);
        ownedShared.getOrDefault(symbolicName, Set.of()).forEach(PinFolder::remove);
        ownedShared.remove(symbolicName);
    }

    /** Remembers where a bundle's shared map is: its manifest is gone when it is uninstalled. */
    void sharedBy(String symbolicName, Path pin) {
        ownedShared.computeIfAbsent(symbolicName, n -> ConcurrentHashMap.newKeySet()).add(pin);
    }

    void ended(OwnedLoader loader) {
        loaders.remove(loader);
    }

    List<OwnedLoader> loaders() {
        return loaders;
    }

    KernelAccess kernel() {
        return kernel;
    }

    Sharing sharing() {
        return sharing;
    }

    Leases leases() {
        return leases;
    }

    PinHolders holders() {
        return holders;
    }
}
