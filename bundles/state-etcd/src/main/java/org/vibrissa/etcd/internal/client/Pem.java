package org.vibrissa.etcd.internal.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as files. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");
    private static final byte[] RSA = hex("300d06092a864886f70d0101010500");
    private static final byte[] EC = hex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;

    private Pem() {}

    private record Block(String type, String base64) {
        byte[] der() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    static List<X509Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        List<X509Certificate> certificates = new ArrayList<>();
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        for (Block block : blocks(file)) {
            if ("CERTIFICATE".equals(block.type())) {
                certificates.add(
                        (X509Certificate)
                                factory.generateCertificate(new ByteArrayInputStream(block.der())));
            }
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException(file + " has no certificate");
        }
        return certificates;
    }

    static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        for (Block block : blocks(file)) {
            switch (block.type()) {
                case "PRIVATE KEY":
                    return key(block.der(), file);
                case "RSA PRIVATE KEY":
                    return key(wrapped(RSA, block.der()), file);
                case "EC PRIVATE KEY":
                    return key(wrapped(ecAlgorithm(block.der(), file), block.der()), file);
                case "ENCRYPTED PRIVATE KEY":
                    throw new GeneralSecurityException(
                            file + " is encrypted; etcd.key needs a plain key of mode 0600");
                default:
                    break;
            }
        }
        throw new GeneralSecurityException(file + " has no private key");
    }

    private static PrivateKey key(byte[] pkcs8, Path file) throws GeneralSecurityException {
        GeneralSecurityException last = new GeneralSecurityException("no algorithm");
        for (String algorithm : List.of("EC", "RSA", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new GeneralSecurityException(file + " has no EC, RSA or Ed25519 key", last);
    }

    private static List<Block> blocks(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    /** PKCS#8 around an older form: version 0, the algorithm, the key. */
    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return tlv(SEQUENCE, joined(hex("020100"), algorithm, tlv(OCTETS, key)));
    }

    /** SEC1 has the curve in its field [0]: everything from its object identifier on. */
    private static byte[] ecAlgorithm(byte[] sec1, Path file) throws GeneralSecurityException {
        for (int i = 0; i + 3 < sec1.length; i++) {
            int length = sec1[i + 3];
            boolean curve =
                    sec1[i] == (byte) 0xa0
                            && sec1[i + 1] == length + 2
                            && sec1[i + 2] == 0x06
                            && i + 4 + length <= sec1.length;
            if (curve) {
                byte[] oid = java.util.Arrays.copyOfRange(sec1, i + 2, i + 4 + length);
                return tlv(SEQUENCE, joined(EC, oid));
            }
        }
        throw new GeneralSecurityException(file + " does not name its curve");
    }

    private static byte[] tlv(int tag, byte[] content) {
        int n = content.length;
        byte[] length =
                n < 0x80
                        ? new byte[] {(byte) n}
                        : n < 0x100
                                ? new byte[] {(byte) 0x81, (byte) n}
                                : new byte[] {(byte) 0x82, (byte) (n >> 8), (byte) n};
        return joined(new byte[] {(byte) tag}, length, content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
