package org.vibrissa.swap;

import java.util.List;

/**
 * One bundle with its wires and services.
 *
 * @param state as in the list
 * @param location where it was installed from
 * @param exports packages with version: {@code org.vibrissa.state 1.0.0}
 * @param imports packages with version and provider: {@code org.slf4j 2.0.20 from system.bundle 0}
 * @param provides services: interface names of each
 * @param uses services it uses now: interface names and the owner's name
 * @param components declarative services with state and, if unsatisfied, what they await
 */
public record BundleDetail(
        BundleState state,
        String location,
        List<String> exports,
        List<String> imports,
        List<String> provides,
        List<String> uses,
        List<Component> components) {
    /**
     * One declarative service.
     *
     * @param name its name
     * @param state {@code active}, {@code satisfied}, {@code unsatisfied reference}, {@code failed}
     * @param awaits the references not satisfied, or the failure; empty when there are none
     */
    public record Component(String name, String state, String awaits) {}

    public BundleDetail {
        exports = List.copyOf(exports);
        imports = List.copyOf(imports);
        provides = List.copyOf(provides);
        uses = List.copyOf(uses);
        components = List.copyOf(components);
    }
}
