package org.vibrissa.hubble.internal.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows the certificate that is in force at the time of the handshake. */
final class LiveKeys extends X509ExtendedKeyManager {
    private static final String ONLY = "self";

    private final TlsSource source;

    LiveKeys(TlsSource source) {
        this.source = source;
    }

    private String alias(String... types) {
        String algorithm =
                source.material().map(material -> material.key().getAlgorithm()).orElse("");
        for (String type : types) {
            // Such as "EC", "RSASSA-PSS" and "EdDSA".
            if (!algorithm.isEmpty() && type.startsWith(algorithm)) {
                return ONLY;
            }
        }
        return null;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return alias(type);
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return alias(types);
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return alias(type);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return alias(types);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return new String[] {ONLY};
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return new String[] {ONLY};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return source.material()
                .map(material -> material.chain().toArray(X509Certificate[]::new))
                .orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return source.material().map(TlsMaterial::key).orElse(null);
    }
}
