using System;
using System.Globalization;

namespace FunctionsAgent.Local.Simulation;

/// <summary>A customer's mail as the gateway posts it, with the gateway's word for its sender (RFC 8601, DMARC).</summary>
internal static class SimulatedMail
{
    public const string Ours = "simulated.example";
    public const string To = "support@" + Ours;
    public const string AuthServ = "mx." + Ours;

    /// <param name="id">Message-ID without brackets.</param>
    /// <param name="answers">The id of the mail it goes on from; null for the first of a thread.</param>
    public static string Compose(string from, string id, string? answers, string text, DateTimeOffset at)
    {
        var domain = from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var thread = answers is null ? "" : $"In-Reply-To: <{answers}>\r\nReferences: <{answers}>\r\n";
        return $"Authentication-Results: {AuthServ}; dmarc=pass header.from={domain}\r\nFrom: <{from}>\r\nTo: <{To}>\r\nSubject: {(answers is null ? "" : "Re: ")}A question\r\n"
            + $"Message-ID: <{id}>\r\n{thread}Date: {at.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture)}\r\n"
            + $"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n";
    }
}
