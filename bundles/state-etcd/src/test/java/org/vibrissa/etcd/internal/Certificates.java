package org.vibrissa.etcd.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A CA with certificates for 127.0.0.1, made by openssl: a SEC1 key and an RSA one. */
final class Certificates {
    private final Path folder;

    Certificates(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("ext"),
                "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n");
        openssl("ecparam -name prime256v1 -genkey -noout -out ca.key");
        openssl(
                "req -x509 -new -key ca.key -subj /CN="
                        + folder.getFileName()
                        + " -days 2 -out ca.pem");
        openssl("ecparam -name prime256v1 -genkey -noout -out server.key");
        openssl("genrsa -traditional -out host.key 2048");
        sign("server");
        sign("host");
    }

    private void sign(String name) throws IOException, InterruptedException {
        openssl("req -new -key " + name + ".key -subj /CN=" + name + " -out " + name + ".csr");
        openssl(
                "x509 -req -in "
                        + name
                        + ".csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile ext -out "
                        + name
                        + ".pem");
    }

    private void openssl(String words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("openssl"));
        all.addAll(List.of(words.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
        builder.redirectErrorStream(true);
        Process run = builder.start();
        String said =
                new String(
                        run.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new AssertionError("openssl " + words + ": " + said);
        }
    }

    Path ca() {
        return folder.resolve("ca.pem");
    }

    Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }
}
