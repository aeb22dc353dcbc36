package org.vibrissa.bpf.internal.own;

import java.nio.file.Path;
import org.vibrissa.bpf.Features;
import org.vibrissa.bpf.internal.kernel.Bpf;
import org.vibrissa.bpf.internal.kernel.LibBpfLog;
import org.vibrissa.bpf.internal.kernel.ObjectInfo;
import org.vibrissa.bpf.internal.link.Attacher;
import org.vibrissa.bpf.internal.load.ObjectLoader;
import org.vibrissa.bpf.internal.map.MapTable;
import org.vibrissa.bpf.internal.probe.FeatureProbe;
import org.vibrissa.bpf.internal.probe.KernelRequirements;

/** One node's way to the kernel, shared by the loaders of all bundles. */
public final class KernelAccess {
    private final Bpf bpf;
    private final ObjectInfo infos;
    private final Features features;
    private final PinFolder pins;
    private final MapTable maps;
    private final ObjectLoader objects;
    private final Attacher attacher;

    private KernelAccess(Bpf bpf, Features features, Path folder, boolean tcx) {
        this.bpf = bpf;
        this.features = features;
        this.infos = new ObjectInfo(bpf);
        this.pins = new PinFolder(bpf, folder);
        this.maps = new MapTable(bpf, features.possibleCpus());
        this.objects = new ObjectLoader(new LibBpfLog());
        this.attacher = new Attacher(bpf, pins, tcx);
    }

    /**
     * Probes the kernel and sees to the node's bpffs folder.
     *
     * @throws org.vibrissa.bpf.NotSupportedException when the kernel is too old
     * @throws org.vibrissa.bpf.BpfException when there is no bpffs, or no right to use it
     */
    public static KernelAccess open(Path folder) {
        return open(folder, true);
    }

    /** As above; without {@code tcx} attachments are made by clsact even where tcx is known. */
    public static KernelAccess open(Path folder, boolean tcx) {
        Bpf bpf = new Bpf();
        Features features = new FeatureProbe(bpf).probe();
        KernelRequirements.check(features);
        BpfFilesystem.ensure(folder);
        KernelAccess access = new KernelAccess(bpf, features, folder, tcx && features.tcx());
        access.removeLeftovers();
        return access;
    }

    /** The kernel in a few words. */
    public String summary() {
        return "kernel " + features.kernelRelease() + ", " + (features.tcx() ? "tcx" : "clsact");
    }

    private void removeLeftovers() {
        pins.removeLeftovers();
        pins.all().stream().filter(Attacher::abandoned).forEach(attacher::purge);
    }

    Bpf bpf() {
        return bpf;
    }

    ObjectInfo infos() {
        return infos;
    }

    Features features() {
        return features;
    }

    PinFolder pins() {
        return pins;
    }

    MapTable maps() {
        return maps;
    }

    ObjectLoader objects() {
        return objects;
    }

    Attacher attacher() {
        return attacher;
    }
}
