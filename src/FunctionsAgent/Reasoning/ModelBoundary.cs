using System.Collections.Immutable;
using AgentScript.Running;

namespace FunctionsAgent.Reasoning;

/// <summary>
/// Where a prompt may go: decided by the most sensitive class it carries (contracts C3), by what the operator says of the endpoint
/// (<c>Models__{name}__…</c>) and by what the agent allows (<c>models</c> of agent.yaml). Pure: the same three give the same rule.
/// </summary>
/// <remarks>
/// Rules are asked from the top; the first that applies decides.
/// <list type="table">
/// <listheader><term>rule</term><description>class: what it says</description></listheader>
/// <item><term>secret-stays</term><description>secret, and a class nobody knows: refused everywhere</description></item>
/// <item><term>own-machine</term><description>all below: admitted, as nothing leaves the machine (scripted, replay)</description></item>
/// <item><term>boundary-not-allowed</term><description>all: refused where the agent names boundaries and the endpoint is in none of them</description></item>
/// <item><term>public-anywhere</term><description>public: admitted</description></item>
/// <item><term>trained-on</term><description>internal, personal: refused where the provider trains on prompts</description></item>
/// <item><term>boundary-not-named</term><description>internal, personal: refused where nobody said where prompts are processed</description></item>
/// <item><term>internal-in-boundary</term><description>internal: admitted</description></item>
/// <item><term>kept-too-long</term><description>personal: refused where prompts are kept longer than the agent allows; nothing said allows 0 days</description></item>
/// <item><term>read-by-people</term><description>personal: refused where 0 days are allowed and people at the provider may read prompts</description></item>
/// <item><term>personal-in-boundary</term><description>personal: admitted</description></item>
/// </list>
/// Azure OpenAI keeps prompts for 30 days and lets people read them (abuse monitoring) until a contract is named: <see cref="ModelEndpoint.Retention"/>.
/// </remarks>
public static class ModelBoundary
{
    public const string Version = "1";

    /// <param name="dataClass">The strictest of what is carried.</param>
    /// <param name="boundaries">Those the agent names; empty: any that has a name.</param>
    /// <param name="maxRetentionDays">The longest personal data may be kept.</param>
    public static ModelAdmission Judge(ModelEndpoint endpoint, string dataClass, ImmutableArray<string> boundaries, int maxRetentionDays)
    {
        if (dataClass is not (DataClass.Public or DataClass.Internal or DataClass.Personal)) return Refused("secret-stays");
        if (endpoint.IsOwn) return Admitted("own-machine");
        if (!boundaries.IsDefaultOrEmpty && !boundaries.Contains(endpoint.Boundary ?? "", StringComparer.OrdinalIgnoreCase)) return Refused("boundary-not-allowed");
        if (dataClass == DataClass.Public) return Admitted("public-anywhere");
        if (endpoint.Training) return Refused("trained-on");
        if (string.IsNullOrWhiteSpace(endpoint.Boundary)) return Refused("boundary-not-named");
        if (dataClass == DataClass.Internal) return Admitted("internal-in-boundary");
        if (endpoint.Retention > maxRetentionDays) return Refused("kept-too-long");
        return maxRetentionDays == 0 && endpoint.IsReviewed ? Refused("read-by-people") : Admitted("personal-in-boundary");
    }

    public static ModelAdmission Judge(ModelEndpoint endpoint, ModelRequest request) => Judge(endpoint, request.Class, request.Boundaries, request.MaxRetentionDays);

    private static ModelAdmission Admitted(string rule) => new(true, rule);

    private static ModelAdmission Refused(string rule) => new(false, rule);
}
