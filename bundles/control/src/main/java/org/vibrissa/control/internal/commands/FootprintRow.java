package org.vibrissa.control.internal.commands;

import java.util.Comparator;
import java.util.List;
import org.vibrissa.control.internal.server.Services;
import org.vibrissa.runtime.Footprint;

/**
 * One thing on the host with its owner.
 *
 * @param owner bundle
 * @param kind such as link, pin, nft-table
 * @param name as the tool that shows the kind names it
 * @param detail what it is for
 */
public record FootprintRow(String owner, String kind, String name, String detail) {
    /** All, lowest layer first. */
    public static List<FootprintRow> all(Services services) {
        return services.footprints().stream()
                .sorted(Comparator.comparingInt(Footprint::layer).thenComparing(Footprint::owner))
                .flatMap(
                        f ->
                                f.items().stream()
                                        .map(
                                                i ->
                                                        new FootprintRow(
                                                                f.owner(),
                                                                i.kind(),
                                                                i.name(),
                                                                i.detail())))
                .toList();
    }
}
