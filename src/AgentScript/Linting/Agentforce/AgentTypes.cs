using AgentScript.Model;

namespace AgentScript.Linting.Agentforce;

/// <summary>The words of <c>config.agent_type</c>; case does not count.</summary>
internal static class AgentTypes
{
    public const string Service = "AgentforceServiceAgent";
    public const string Employee = "AgentforceEmployeeAgent";

    public static readonly string[] All =
    [
        Service, "EinsteinSDR", "SalesEinsteinCoach", "BankingServiceAgent", "ServicePlanner", "AppDevAgent", Employee, "CustomAgent", "LightningAppBuilder",
        "SalesCanvasAgent", "ScaleAgent", "ThirdPartyA2AAgent",
    ];

    public static bool Is(this Script script, string type) => type.Equals(script.ConfigText("agent_type"), StringComparison.OrdinalIgnoreCase);
}
