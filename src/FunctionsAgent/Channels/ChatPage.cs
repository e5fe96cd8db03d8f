using System.Net;
using System.Security.Cryptography;

namespace FunctionsAgent.Channels;

/// <summary>The chat page of an agent: one file without anything from elsewhere, under a content security policy of its own.</summary>
public static class ChatPage
{
    private static readonly Lazy<string> Template = new(() =>
    {
        const string name = "FunctionsAgent.Channels.chat.html";
        using var stream = typeof(ChatPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly was built without its resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <param name="agent">The agent's name as its routes take it, for example <c>retail-support</c>.</param>
    /// <returns>The document, and the value of its <c>Content-Security-Policy</c> header; both hold one nonce and are made anew for each answer.</returns>
    public static (string Html, string Csp) Render(string agent)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
        var html = Template.Value
            .Replace("{{nonce}}", nonce, StringComparison.Ordinal)
            .Replace("{{agent}}", WebUtility.HtmlEncode(agent), StringComparison.Ordinal)
            .Replace("{{name}}", WebUtility.HtmlEncode(Name(agent)), StringComparison.Ordinal);
        var csp = $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return (html, csp);
    }

    private static string Name(string agent)
    {
        var words = agent.Replace('-', ' ').Replace('_', ' ').Trim();
        return words.Length == 0 ? "Support" : char.ToUpperInvariant(words[0]) + words[1..];
    }
}
