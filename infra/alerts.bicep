// Who is told of what, how urgently, and where it says what to do. Each alert is a row of a table below; its runbook is a
// file in infra/runbooks. Tests hold runbooks, queues and names of metrics to what is there.

@description('Short name of the installation, part of every alert\'s name.')
param name string
param location string

@description('Action groups that are told.')
param actionGroupIds string[]

@description('No alert is more severe than this.')
@minValue(0)
@maxValue(4)
param highestSeverity int

param insightsId string
param serviceBusId string
param storageId string
param openAiId string
param functionAppId string
param queues string[]

@description('Timer functions with their schedule, how long they may be silent, and how often that is looked at.')
param timers { function: string, schedule: string, silence: string, check: string }[]

// Severity: 1 customers are not served, 2 some wait or are not answered, 3 it is getting tight.

// ---- What the services measure themselves

var allQueues = [{ name: 'EntityName', operator: 'Include', values: queues }]

var platformAlerts = [
  {
    name: 'dead-letters', severity: 2, runbook: 'parked-messages', scope: serviceBusId, type: 'Microsoft.ServiceBus/namespaces'
    says: 'A queue gave a message up after 20 deliveries, or its dead letters are not taken to table Parked.'
    metric: 'DeadletteredMessages', aggregation: 'Maximum', operator: 'GreaterThan', threshold: 0, window: 'PT5M', dimensions: allQueues
  }
  {
    name: 'backlog', severity: 2, runbook: 'backlog', scope: serviceBusId, type: 'Microsoft.ServiceBus/namespaces'
    says: 'More than 500 messages wait in a queue for a quarter of an hour.'
    metric: 'ActiveMessages', aggregation: 'Average', operator: 'GreaterThan', threshold: 500, window: 'PT15M', dimensions: allQueues
  }
  {
    name: 'bus-throttled', severity: 3, runbook: 'outage', scope: serviceBusId, type: 'Microsoft.ServiceBus/namespaces'
    says: 'Service Bus throttles: more than the namespace\'s tier allows.'
    metric: 'ThrottledRequests', aggregation: 'Total', operator: 'GreaterThan', threshold: 10, window: 'PT15M', dimensions: []
  }
  {
    name: 'bus-errors', severity: 2, runbook: 'outage', scope: serviceBusId, type: 'Microsoft.ServiceBus/namespaces'
    says: 'Service Bus fails by its own fault.'
    metric: 'ServerErrors', aggregation: 'Total', operator: 'GreaterThan', threshold: 10, window: 'PT15M', dimensions: []
  }
  {
    name: 'storage-throttled', severity: 3, runbook: 'outage', scope: storageId, type: 'Microsoft.Storage/storageAccounts'
    says: 'Table or Blob Storage throttles: a partition or the account is at its limit.'
    metric: 'Transactions', aggregation: 'Total', operator: 'GreaterThan', threshold: 50, window: 'PT15M'
    dimensions: [{
      name: 'ResponseType', operator: 'Include'
      values: ['ServerBusyError', 'ClientThrottlingError', 'ClientAccountRequestThrottlingError', 'ClientAccountBandwidthThrottlingError']
    }]
  }
  {
    name: 'storage-unavailable', severity: 1, runbook: 'outage', scope: storageId, type: 'Microsoft.Storage/storageAccounts'
    says: 'More than one in a hundred calls of Table or Blob Storage fails by its fault: doors answer 503.'
    metric: 'Availability', aggregation: 'Average', operator: 'LessThan', threshold: 99, window: 'PT15M', dimensions: []
  }
  {
    name: 'model-throttled', severity: 3, runbook: 'outage', scope: openAiId, type: 'Microsoft.CognitiveServices/accounts'
    says: 'The model answers 429: more tokens or requests a minute than its capacity.'
    metric: 'AzureOpenAIRequests', aggregation: 'Total', operator: 'GreaterThan', threshold: 10, window: 'PT15M'
    dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['429'] }]
  }
  {
    name: 'model-errors', severity: 2, runbook: 'outage', scope: openAiId, type: 'Microsoft.CognitiveServices/accounts'
    says: 'The model fails by its own fault.'
    metric: 'AzureOpenAIRequests', aggregation: 'Total', operator: 'GreaterThan', threshold: 10, window: 'PT15M'
    dimensions: [{ name: 'StatusCode', operator: 'Include', values: ['500', '502', '503', '504'] }]
  }
  {
    name: 'app-errors', severity: 1, runbook: 'outage', scope: functionAppId, type: 'Microsoft.Web/sites'
    says: 'The app answers 5xx: customers\' messages are refused at the door and must be sent again by their providers.'
    metric: 'Http5xx', aggregation: 'Total', operator: 'GreaterThan', threshold: 10, window: 'PT5M', dimensions: []
  }
]

resource platformAlert 'Microsoft.Insights/metricAlerts@2018-03-01' = [for alert in platformAlerts: {
  name: '${name}-${alert.name}'
  location: 'global'
  properties: {
    description: '${alert.says} Runbook: infra/runbooks/${alert.runbook}.md'
    severity: max(alert.severity, highestSeverity)
    enabled: true
    scopes: [alert.scope]
    evaluationFrequency: 'PT5M'
    windowSize: alert.window
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: alert.name
          metricNamespace: alert.type
          metricName: alert.metric
          dimensions: alert.dimensions
          operator: alert.operator
          threshold: alert.threshold
          timeAggregation: alert.aggregation
          // A new resource has not measured anything yet.
          skipMetricValidation: true
        }
      ]
    }
    actions: [for id in actionGroupIds: { actionGroupId: id }]
  }
}]

// ---- What the app measures (meter FunctionsAgent; customMetrics in Application Insights: a counter's sum since the last
// export is valueSum, the largest value of a histogram or a gauge is valueMax)

var ownAlerts = [
  {
    name: 'old-messages', severity: 2, runbook: 'backlog'
    says: 'A message waited for more than five minutes before its handler began.'
    query: 'customMetrics | where name == "functionsagent.queue.message.age" | extend queue = tostring(customDimensions["messaging.destination.name"])'
    column: 'valueMax', aggregation: 'Maximum', threshold: 300, by: ['queue']
  }
  {
    name: 'overdue-turns', severity: 2, runbook: 'backlog'
    says: 'A turn was still open when its timer fired: a customer has waited five minutes for an answer.'
    query: 'customMetrics | where name == "functionsagent.turn.overdue" | extend stage = tostring(customDimensions["functionsagent.stage"])'
    column: 'valueSum', aggregation: 'Total', threshold: 0, by: ['stage']
  }
  {
    name: 'stuck-turns', severity: 1, runbook: 'backlog'
    says: 'A turn has been open for more than an hour.'
    query: 'customMetrics | where name == "functionsagent.turn.overdue.age" | extend stage = tostring(customDimensions["functionsagent.stage"])'
    column: 'valueMax', aggregation: 'Maximum', threshold: 3600, by: ['stage']
  }
  {
    name: 'late-timers', severity: 3, runbook: 'backlog'
    says: 'A timer fired more than five minutes late.'
    query: 'customMetrics | where name == "functionsagent.timer.lateness"'
    column: 'valueMax', aggregation: 'Maximum', threshold: 300, by: []
  }
  {
    name: 'parked', severity: 2, runbook: 'parked-messages'
    says: 'A message cannot be handled and is kept in table Parked; its customer got an apology, or nothing.'
    query: 'customMetrics | where name == "functionsagent.messages.parked" | extend queue = tostring(customDimensions["messaging.destination.name"]), cause = tostring(customDimensions["error.type"])'
    column: 'valueSum', aggregation: 'Total', threshold: 0, by: ['queue', 'cause']
  }
  {
    name: 'conflicts', severity: 3, runbook: 'backlog'
    says: 'More than one in five commits of a stage is decided again, as somebody else wrote first.'
    query: 'customMetrics | where name in ("functionsagent.commit.conflicts", "functionsagent.commits") | summarize conflicts = sumif(valueSum, name == "functionsagent.commit.conflicts"), commits = sumif(valueSum, name == "functionsagent.commits") by stage = tostring(customDimensions["functionsagent.stage"]), bin(timestamp, 15m) | where commits >= 100 | extend percent = 100.0 * conflicts / commits'
    column: 'percent', aggregation: 'Maximum', threshold: 20, by: ['stage']
  }
  {
    name: 'store-throttled', severity: 3, runbook: 'outage'
    says: 'The store asked the app to wait more than fifty times: turns take longer, doors answer 503.'
    query: 'customMetrics | where name == "functionsagent.store.throttled" | extend store = tostring(customDimensions["db.system.name"])'
    column: 'valueSum', aggregation: 'Total', threshold: 50, by: ['store']
  }
  {
    name: 'model-circuit', severity: 2, runbook: 'outage'
    says: 'A model failed so often that it is not asked for a while: other models, scripts, articles and people answer.'
    query: 'customMetrics | where name == "functionsagent.model.circuit"'
    column: 'valueMax', aggregation: 'Maximum', threshold: 0, by: []
  }
  {
    name: 'model-busy', severity: 3, runbook: 'outage'
    says: 'A model refused more than fifty questions for lack of capacity (429, 529): others were asked, or customers waited.'
    query: 'customMetrics | where name == "functionsagent.model.throttled" | extend model = tostring(customDimensions["functionsagent.model"])'
    column: 'valueSum', aggregation: 'Total', threshold: 50, by: ['model']
  }
  {
    name: 'guard-failing', severity: 2, runbook: 'outage'
    says: 'A guard gave no verdict: it failed or was late. One that fails closed sends each of these conversations to a person.'
    query: 'customMetrics | where name == "functionsagent.guard.failures" | extend guard = tostring(customDimensions["functionsagent.guard"])'
    column: 'valueSum', aggregation: 'Total', threshold: 0, by: ['guard']
  }
  {
    name: 'kpi', severity: 3, runbook: 'kpi'
    says: 'A rule over an agent\'s figures finds something: goal missed, drift, failures, broken logs, or a roll-up that is not what the log says.'
    query: 'customMetrics | where name == "functionsagent.kpi.alerts" | extend agent = tostring(customDimensions["gen_ai.agent.name"]), rule = tostring(customDimensions["functionsagent.rule"]) | where rule != "roll-up-late"'
    column: 'valueMax', aggregation: 'Maximum', threshold: 0, by: ['agent', 'rule']
  }
  {
    name: 'late-roll-up', severity: 2, runbook: 'kpi'
    says: 'The last night that was counted is more than 28 hours old: figures stand still and nobody gets a report.'
    query: 'customMetrics | where name == "functionsagent.kpi.alerts" | extend rule = tostring(customDimensions["functionsagent.rule"]) | where rule == "roll-up-late"'
    column: 'valueMax', aggregation: 'Maximum', threshold: 0, by: []
  }
]

resource ownAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for alert in ownAlerts: {
  name: '${name}-${alert.name}'
  location: location
  properties: {
    displayName: '${name}: ${alert.name}'
    description: '${alert.says} Runbook: infra/runbooks/${alert.runbook}.md'
    severity: max(alert.severity, highestSeverity)
    enabled: true
    scopes: [insightsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: alert.query
          metricMeasureColumn: alert.column
          timeAggregation: alert.aggregation
          dimensions: map(alert.by, column => { name: column, operator: 'Include', values: ['*'] })
          operator: 'GreaterThan'
          threshold: alert.threshold
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: actionGroupIds }
  }
}]

// ---- A timer that does not fire raises no error anywhere: only its absence shows. (A new app is silent until its first run.)

var silentTimerRunbook = 'retention'

resource silentTimer 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for timer in timers: {
  name: '${name}-silent-${toLower(timer.function)}'
  location: location
  tags: { function: timer.function, schedule: timer.schedule }
  properties: {
    displayName: 'Timer ${timer.function} did not succeed'
    description: '${timer.function} (${timer.schedule}, UTC) has no successful run in ${timer.silence}. Runbook: infra/runbooks/${silentTimerRunbook}.md'
    severity: max(2, highestSeverity)
    enabled: true
    scopes: [insightsId]
    evaluationFrequency: timer.check
    windowSize: timer.silence
    autoMitigate: true
    criteria: {
      allOf: [
        {
          query: 'requests | where name == "${timer.function}" and success == true'
          timeAggregation: 'Count'
          operator: 'LessThan'
          threshold: 1
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: actionGroupIds }
  }
}]
