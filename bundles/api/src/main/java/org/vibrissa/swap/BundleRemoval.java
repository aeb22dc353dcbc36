package org.vibrissa.swap;

import java.util.List;

/**
 * What goes, or went, with a bundle.
 *
 * @param bundle symbolic name
 * @param version the version that was there
 * @param dryRun whether it was only looked at
 * @param slots slots given back, such as {@code ep 17}
 * @param programs programs in the kernel: id and name
 * @param maps maps in the kernel: id and name
 * @param links attachments: target
 * @param pins files in bpffs
 * @param jar the kept jar; empty when none was kept
 * @param dependents bundles that stand on it and lose it
 */
public record BundleRemoval(
        String bundle,
        String version,
        boolean dryRun,
        List<String> slots,
        List<String> programs,
        List<String> maps,
        List<String> links,
        List<String> pins,
        String jar,
        List<String> dependents) {
    public BundleRemoval {
        slots = List.copyOf(slots);
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
        links = List.copyOf(links);
        pins = List.copyOf(pins);
        dependents = List.copyOf(dependents);
    }
}
