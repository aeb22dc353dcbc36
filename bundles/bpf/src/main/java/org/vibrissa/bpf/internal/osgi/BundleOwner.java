package org.vibrissa.bpf.internal.osgi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.vibrissa.bpf.BpfException;
import org.vibrissa.bpf.internal.own.Owner;

/** A bundle of the framework. */
record BundleOwner(Bundle bundle) implements Owner {
    @Override
    public String symbolicName() {
        return bundle.getSymbolicName();
    }

    @Override
    public String version() {
        return bundle.getVersion().toString();
    }

    @Override
    public Optional<byte[]> entry(String path) {
        URL url = bundle.getEntry(path);
        if (url == null) {
            return Optional.empty();
        }
        try (InputStream in = url.openStream()) {
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new BpfException(
                    "cannot read " + path + " of bundle " + label() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public List<String> objects() {
        Enumeration<URL> found = bundle.findEntries("/", "*.bpf.o", true);
        return found == null
                ? List.of()
                : Collections.list(found).stream()
                        .map(url -> url.getPath().substring(1))
                        .sorted()
                        .toList();
    }
}
