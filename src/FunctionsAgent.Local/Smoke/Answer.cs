using System;
using System.Linq;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FunctionsAgent.Local.Smoke;

/// <summary>An answer of the instance, and what a check wants of it.</summary>
internal sealed record Answer(string Asked, int Status, string Type, HttpResponseHeaders Headers, string Body)
{
    /// <exception cref="SmokeException">Another status or media type.</exception>
    public Answer Expect(int status, string type) =>
        Status != status ? throw new SmokeException($"{Asked} answered {Status}, expected {status}{(Problem is { } problem ? $": {problem}" : "")}")
        : !Type.Equals(type, StringComparison.OrdinalIgnoreCase) ? throw new SmokeException($"{Asked} answered {(Type.Length == 0 ? "no media type" : Type)}, expected {type}")
        : this;

    public JsonNode Json
    {
        get
        {
            try
            {
                return JsonNode.Parse(Body) ?? throw new SmokeException($"{Asked} answered null, expected JSON with members");
            }
            catch (JsonException)
            {
                throw new SmokeException($"{Asked} answered {Body.Length} characters that are no JSON");
            }
        }
    }

    /// <summary>A header's one value, or nothing.</summary>
    public string Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    /// <summary>The stable type of a refusal (RFC 9457): never what the body says in words.</summary>
    private string? Problem
    {
        get
        {
            try
            {
                return Type.EndsWith("json", StringComparison.OrdinalIgnoreCase) && JsonNode.Parse(Body).Text("type") is { Length: > 0 } type ? type.Split(':').Last() : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
