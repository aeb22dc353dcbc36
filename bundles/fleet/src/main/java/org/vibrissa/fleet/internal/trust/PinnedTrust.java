package org.vibrissa.fleet.internal.trust;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts a host whose certificate is signed by the authority that a token pins. Times of validity
 * are left to the join itself, which can name both clocks.
 */
final class PinnedTrust extends X509ExtendedTrustManager {
    private final String authorityHash;

    private PinnedTrust(String authorityHash) {
        this.authorityHash = authorityHash;
    }

    /** A context in which this host shows no certificate and trusts the pinned fleet. */
    static SSLContext context(String authorityHash) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(null, new TrustManager[] {new PinnedTrust(authorityHash)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no TLS 1.3", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        if (chain.length != 2 || !KeyCodec.hex(Certificates.hash(chain[1])).equals(authorityHash)) {
            throw new CertificateException(
                    "the host there is not of the token's fleet: its authority is another one");
        }
        try {
            chain[0].verify(chain[1].getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new CertificateException("its certificate is not signed by its fleet", e);
        }
        if (MemberName.of(chain[0]).isEmpty()) {
            throw new CertificateException("its certificate names no member of a fleet");
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        throw new CertificateException("no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
