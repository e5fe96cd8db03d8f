using System.Security.Cryptography;
using System.Text;

namespace AuthMd.Http;

/// <summary>The look of the claim page, and the policy that lets nothing else in. The page says the same without it.</summary>
internal static class ClaimStyle
{
    // A browser hashes what it parsed, and it parses every line end as LF.
    public static readonly string Css = """
        :root{color-scheme:light}
        *{box-sizing:border-box}
        body{margin:0 auto;max-width:38rem;padding:1rem;font:1.0625rem/1.5 system-ui,sans-serif;color:#1b1b1b;background:#fff;overflow-wrap:anywhere}
        h1{font-size:1.5rem;line-height:1.25}
        h2{font-size:1.125rem;margin:1.5rem 0 .25rem}
        dl,ul{margin:.25rem 0;padding-left:1.25rem}
        dl{padding-left:0}
        dt{font-weight:600}
        dd{margin:0 0 .5rem}
        code{font-size:.95em}
        .note{border-left:.25rem solid #8a5a00;background:#fff6e0;padding:.5rem .75rem}
        ul.note{padding-left:1.75rem}
        .code{font:700 2.25rem/1.2 ui-monospace,monospace;letter-spacing:.2em;margin:1rem 0}
        .choice{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.5rem 0}
        .choice form{flex:1 1 14rem}
        button{width:100%;min-height:3rem;padding:.5rem 1rem;font:inherit;font-weight:600;border:.125rem solid #0b4f94;border-radius:.375rem;background:#0b4f94;color:#fff;cursor:pointer}
        .refuse button{background:#fff;color:#0b4f94}
        input{width:100%;max-width:14rem;min-height:3rem;padding:.5rem;font:700 1.5rem/1.2 ui-monospace,monospace;border:.125rem solid #555;border-radius:.375rem}
        label{display:block;font-weight:600;margin-bottom:.25rem}
        .ask form{margin-bottom:.75rem}
        .ask button{margin-top:.75rem}
        :focus-visible{outline:.1875rem solid #b34700;outline-offset:.1875rem}
        """.ReplaceLineEndings("\n");

    // No form-action: a person whose session ended between page and submission is led to a sign-in that may lie on another host.
    public static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'; base-uri 'none'; frame-ancestors 'none'";
}
