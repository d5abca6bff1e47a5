# shellcheck shell=bash
# The events that a kubelet would send of a container that fails, as stages for kwok.
#
# kwok's own events know no container and no message of their own, so each one is made as an object. The name
# follows from pod and place in the list: playing a stage again changes nothing.

# kind | reasons of the container's state that lead here
# followed by lines: type | reason | count | message, in which IMAGE, CONTAINER, POD, NAMESPACE, UID stand for themselves,
# MESSAGE is what the container's state says, PULL the same without the words of the back-off, LAST what its last run left.
kwok_event_table() {
  cat <<'TABLE'
= invalid-image InvalidImageName
Warning|InspectFailed|8|MESSAGE
Warning|Failed|8|Error: InvalidImageName
= image-pull ImagePullBackOff
Normal|Pulling|4|Pulling image "IMAGE"
Warning|Failed|4|Failed to pull image "IMAGE": PULL
Warning|Failed|4|Error: ErrImagePull
Normal|BackOff|10|Back-off pulling image "IMAGE"
Warning|Failed|6|Error: ImagePullBackOff
= image-never ErrImageNeverPull
Warning|ErrImageNeverPull|8|MESSAGE
Warning|Failed|8|Error: ErrImageNeverPull
= container-config CreateContainerConfigError
Normal|Pulled|14|Container image "IMAGE" already present on machine and can be accessed by the pod
Warning|Failed|12|Error: MESSAGE
= start-error StartError
Normal|Pulled|4|Container image "IMAGE" already present on machine and can be accessed by the pod
Normal|Created|5|Container created
Warning|Failed|5|Error: LAST
Warning|BackOff|6|Back-off restarting failed container CONTAINER in pod POD_NAMESPACE(UID)
= crash Crash
Normal|Pulled|4|Container image "IMAGE" already present on machine and can be accessed by the pod
Normal|Created|5|Container created
Normal|Started|5|Container started
Warning|BackOff|4|Back-off restarting failed container CONTAINER in pod POD_NAMESPACE(UID)
= liveness-killing Killed
Normal|Pulled|6|Container image "IMAGE" already present on machine and can be accessed by the pod
Normal|Created|6|Container created
Normal|Started|6|Container started
Warning|Unhealthy|8|Liveness probe failed: HTTP probe failed with statuscode: 404
Normal|Killing|6|Container CONTAINER failed liveness probe, will be restarted
Warning|BackOff|4|Back-off restarting failed container CONTAINER in pod POD_NAMESPACE(UID)
= probe-failing Unready
Normal|Pulled|1|Container image "IMAGE" already present on machine and can be accessed by the pod
Normal|Created|1|Container created
Normal|Started|1|Container started
Warning|Unhealthy|21|Readiness probe failed: HTTP probe failed with statuscode: 404
TABLE
}

# The first container that fails, and why, in jq for the stage's selector.
kwok_failure_query() {
  cat <<'JQ' | tr -s '\n ' ' '
[(.status.initContainerStatuses // [] | .[]), (.status.containerStatuses // [] | .[])]
| map(if .lastState.terminated.reason == "StartError" then "StartError"
      elif .lastState.terminated.exitCode == 143 then "Killed"
      elif (.lastState.terminated.reason == "Error") then "Crash"
      elif (.state.waiting.reason // "PodInitializing") != "PodInitializing" then .state.waiting.reason
      elif (.state.running and .started and (.ready | not)) then "Unready"
      else empty end) | .[0]
JQ
}

# The same container again, in the language of the template.
kwok_event_template() { # KIND NUMBER TYPE REASON COUNT MESSAGE
  local message=$6
  # Not by sed: the message may hold anything that sed reads as a command.
  message=${message//\"/\\\"}
  cat <<YAML
  - apply:
      template: |
        {{- \$c := dict -}}{{- \$field := "spec.containers" -}}
        {{- range (.status.initContainerStatuses | default list) -}}
          {{- if and (not \$c) (not .ready) (ne (dig "waiting" "reason" "" .state) "PodInitializing") -}}{{- \$c = . -}}{{- \$field = "spec.initContainers" -}}{{- end -}}
        {{- end -}}
        {{- range (.status.containerStatuses | default list) -}}
          {{- if and (not \$c) (not .ready) (ne (dig "waiting" "reason" "" .state) "PodInitializing") -}}{{- \$c = . -}}{{- end -}}
        {{- end -}}
        {{- \$image := "" -}}
        {{- range (concat (.spec.initContainers | default list) .spec.containers) -}}{{- if eq .name \$c.name -}}{{- \$image = .image -}}{{- end -}}{{- end -}}
        {{- \$said := dig "waiting" "message" "" \$c.state -}}
        {{- \$text := "$message" | replace "MESSAGE" \$said | replace "PULL" (\$said | trimPrefix (printf "Back-off pulling image %q: ErrImagePull: " \$image)) | replace "LAST" (dig "terminated" "message" "" \$c.lastState)
          | replace "IMAGE" \$image | replace "CONTAINER" \$c.name | replace "POD" .metadata.name | replace "NAMESPACE" .metadata.namespace | replace "UID" .metadata.uid -}}
        apiVersion: v1
        kind: Event
        metadata: {name: {{ printf "%s.%s" .metadata.name (sha256sum (printf "%s $1 $2" .metadata.uid) | trunc 16) | Quote }}, namespace: {{ .metadata.namespace | Quote }}}
        involvedObject: {apiVersion: v1, kind: Pod, name: {{ .metadata.name | Quote }}, namespace: {{ .metadata.namespace | Quote }}, uid: {{ .metadata.uid | Quote }}, fieldPath: {{ printf "%s{%s}" \$field \$c.name | Quote }}}
        type: $3
        reason: $4
        count: $5
        message: {{ \$text | toJson }}
        firstTimestamp: {{ .status.startTime | Quote }}
        lastTimestamp: {{ .status.startTime | Quote }}
        reportingComponent: kubelet
        reportingInstance: {{ .spec.nodeName | Quote }}
        source: {component: kubelet, host: {{ .spec.nodeName | Quote }}}
YAML
}

kwok_event_stages() {
  local line kind reason number=0 query type why count message
  query=$(kwok_failure_query)
  while IFS= read -r line; do
    if [[ $line == '= '* ]]; then
      read -r _ kind reason <<<"$line"
      number=0
      cat <<YAML
---
apiVersion: kwok.x-k8s.io/v1alpha1
kind: Stage
metadata: {name: pod-events-$kind}
spec:
  resourceRef: {apiGroup: v1, kind: Pod}
  selector:
    matchExpressions:
    - {key: .metadata.deletionTimestamp, operator: DoesNotExist}
    - {key: .status.startTime, operator: Exists}
    - {key: .status.phase, operator: In, values: [Pending, Running]}
    - {key: '.status.conditions.[] | select(.type == "Ready") | .status', operator: In, values: ["False"]}
    - {key: '$query', operator: In, values: [$reason]}
  steps:
YAML
      continue
    fi
    number=$((number + 1))
    IFS='|' read -r type why count message <<<"$line"
    kwok_event_template "$kind" "$number" "$type" "$why" "$count" "$message"
  done < <(kwok_event_table)
}
