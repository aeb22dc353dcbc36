package org.vibrissa.swap;

/**
 * One installed bundle.
 *
 * @param id the framework's number for it
 * @param name symbolic name
 * @param version OSGi version, such as {@code 0.1.0}
 * @param state {@code installed}, {@code resolved}, {@code starting}, {@code active}, {@code
 *     stopping} or {@code uninstalled}
 * @param fragment whether it is a fragment, whose last state is {@code resolved}
 * @param problem why it is not in its last state; empty when it is
 */
public record BundleState(
        long id, String name, String version, String state, boolean fragment, String problem) {
    /** Whether it does its work: active, or a resolved fragment. */
    public boolean up() {
        return fragment ? state.equals("resolved") : state.equals("active");
    }
}
