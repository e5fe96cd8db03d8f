using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Local.Verbs;

/// <summary>How <c>find</c> and <c>erase</c> name a person.</summary>
internal static class Person
{
    private static readonly Option<string?>[] Ways =
    [
        new("--email") { Description = "A mail address.", HelpName = "ADDRESS" },
        new("--phone") { Description = "A phone number.", HelpName = "NUMBER" },
        new("--person") { Description = "The customer's id.", HelpName = "ID" },
        new("--provider-id") { Description = "A provider's id of a message or call: a Message-ID, a CallSid.", HelpName = "ID" },
    ];

    public static IEnumerable<Option<string?>> Options => Ways;

    public static int Given(System.CommandLine.Parsing.CommandResult line) => Ways.Count(way => line.GetValue(way) is not null);

    /// <summary>The body that names the person.</summary>
    public static JsonObject Body(ParseResult line)
    {
        var way = Ways.First(way => line.GetValue(way) is not null);
        return new JsonObject { [way.Name.TrimStart('-')] = line.GetValue(way) };
    }
}
