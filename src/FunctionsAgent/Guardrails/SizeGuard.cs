using System.Text.Json.Nodes;
using FunctionsAgent.Policies;

namespace FunctionsAgent.Guardrails;

/// <summary>A message longer than anybody writes is answered with a request to shorten it; it is kept whole.</summary>
public sealed class SizeGuard(int maxCharacters = 8_000) : IGuard
{
    public int MaxCharacters => maxCharacters;

    public RuleInfo Info { get; } = new("size", "1", "input", $"At most {maxCharacters:N0} characters of a customer's words enter a turn.");

    public FailMode Fails => FailMode.Open;

    public ValueTask<Verdict> CheckAsync(Passage passage, CancellationToken ct) =>
        ValueTask.FromResult(passage.Text.Length <= maxCharacters
            ? new Verdict(Do.Allow, Info.Name, Info.Version, "within the limit", new JsonObject { ["characters"] = passage.Text.Length })
            : new Verdict(Do.Refuse, Info.Name, Info.Version, "over the limit",
                new JsonObject { ["characters"] = passage.Text.Length, ["limit"] = maxCharacters },
                $"Your message is too long for me ({passage.Text.Length:N0} characters; I can read {maxCharacters:N0} at once). Could you send me the important part?"));
}
