package org.vibrissa.control.internal.commands;

import org.vibrissa.runtime.Node;

/**
 * What runs here.
 *
 * @param version of Vibrissa
 * @param node name of the daemon
 * @param kernel release of the running kernel
 * @param java version of the virtual machine
 */
public record VersionReport(String version, String node, String kernel, String java) {
    public static VersionReport of(Node node) {
        return new VersionReport(
                node.version(),
                node.name(),
                System.getProperty("os.version"),
                System.getProperty("java.runtime.version"));
    }
}
